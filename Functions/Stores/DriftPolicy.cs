namespace Functions.Stores;

/// <summary>Decides how a store has drifted from what its last operation left, from what was observed alone.</summary>
public static class DriftPolicy
{
    private const int MostFields = 3;

    /// <summary>Every drift, the gravest first; empty when the store is as it should be.</summary>
    /// <param name="store">Whose survey.</param>
    /// <param name="survey">What was observed.</param>
    /// <param name="expectations">What the app would make today.</param>
    public static IReadOnlyList<Drift> Find(StoreIdentity store, StoreSurvey survey, DriftExpectations expectations)
    {
        if (OfNamespace(store, survey.Namespace) is { } lost)
        {
            return [lost];
        }

        var drifts = new List<Drift?> { OfCredentials(survey.CredentialKeys, expectations) };
        if (OfRelease(store, survey.Release) is { } undone)
        {
            return [.. drifts.OfType<Drift>(), undone];
        }

        var found = survey.Found.ToDictionary(item => (item.Kind, item.Name));
        drifts.AddRange(survey.Expected.Select(item => OfObject(item, found.GetValueOrDefault((item.Kind, item.Name)))));
        drifts.Add(OfChart(store, survey.Release!, expectations.Chart));
        drifts.AddRange(survey.Workloads.Where(workload => workload.Ready < workload.Desired).Select(OfWorkload));
        return [.. drifts.OfType<Drift>()];
    }

    /// <summary>What was added to objects whose meaning that changes: helm takes back what it set itself, and no more.</summary>
    public static IReadOnlyList<Addition> FindAdditions(StoreSurvey survey)
    {
        var found = survey.Found.ToDictionary(item => (item.Kind, item.Name));
        return [.. from item in survey.Expected
                   where found.ContainsKey((item.Kind, item.Name))
                   from difference in ObjectComparison.Compare(item, found[(item.Kind, item.Name)])
                   where difference.Added
                   select new Addition(item.Kind, item.Name, difference.Path)];
    }

    private static Drift? OfNamespace(StoreIdentity store, NamespaceState state)
    {
        var name = store.Resources.Namespace;
        return state switch
        {
            NamespaceState.Missing => new(
                $"{Drift.NamespaceSubject} {name}",
                "NamespaceMissing",
                $"Namespace {name} is gone, and the shop with its volumes: delete the store and make it again.",
                DriftRemedy.Operator),
            NamespaceState.Foreign => new(
                $"{Drift.NamespaceSubject} {name}",
                "NamespaceNotOurs",
                $"Namespace {name} does not carry the labels of store {store} of this installation: put them back, or delete the store.",
                DriftRemedy.Operator),
            NamespaceState.Terminating => new(
                $"{Drift.NamespaceSubject} {name}",
                "NamespaceTerminating",
                $"Namespace {name} is being deleted, and the shop with it: delete the store.",
                DriftRemedy.Operator),
            _ => null,
        };
    }

    private static Drift? OfCredentials(IReadOnlyList<string>? keys, DriftExpectations expectations)
    {
        const string secret = StoreResources.CredentialsSecret;
        if (keys is null)
        {
            return expectations.CredentialsAreKept
                ? new(
                    $"{Drift.SecretSubject} {secret}",
                    "CredentialsMissing",
                    $"Secret {secret} is gone; it can be made again from the vault.",
                    DriftRemedy.Repair)
                : new(
                    $"{Drift.SecretSubject} {secret}",
                    "CredentialsMissing",
                    $"Secret {secret} is gone. The database keeps its passwords, so new ones would not fit: put the Secret back from a "
                    + "backup, or set passwords in the database and make the Secret of them.",
                    DriftRemedy.Operator);
        }

        var lacking = expectations.CredentialKeys.Except(keys).ToList();
        return lacking.Count == 0 ? null
            : new(
                $"{Drift.SecretSubject} {secret}",
                "CredentialsIncomplete",
                $"Secret {secret} has no {string.Join(", ", lacking)}: replace it by one with the passwords that the "
                + "database and the shop have.",
                DriftRemedy.Operator);
    }

    private static Drift? OfRelease(StoreIdentity store, ReleaseObservation? release)
    {
        var name = store.Resources.Release;
        return release switch
        {
            null => new(
                $"{Drift.ReleaseSubject} {name}", "ReleaseMissing", $"There is no helm release {name} any more.", DriftRemedy.Repair),
            { IsDeployed: true } => null,
            { Status: var status } => new(
                $"{Drift.ReleaseSubject} {name}", $"Release{string.Concat(status.Split('-').Select(Capitalize))}",
                $"The helm release {name} is {status} at revision {release.Revision}.", DriftRemedy.Repair),
        };
    }

    private static Drift? OfObject(ClusterObject expected, ClusterObject? found)
    {
        var subject = $"{expected.Kind} {expected.Name}";
        if (found is null)
        {
            return new(subject, $"{expected.Kind}Missing", $"{subject} is gone.", DriftRemedy.Repair);
        }

        var differences = ObjectComparison.Compare(expected, found);
        if (differences.Count == 0)
        {
            return null;
        }

        var named = differences.Take(MostFields)
            .Select(difference => difference.Added ? $"{difference} was added" : $"{difference} was changed");
        var more = differences.Count > MostFields ? $", and {differences.Count - MostFields} more" : "";
        return new(
            subject, $"{expected.Kind}Changed", $"{subject} is not as it was applied: {string.Join(", ", named)}{more}.",
            DriftRemedy.Repair);
    }

    private static Drift? OfChart(StoreIdentity store, ReleaseObservation release, string chart) => release.Chart == chart ? null
        : new(
            $"{Drift.ReleaseSubject} {store.Resources.Release}",
            "ChartOutdated",
            $"The store was made with chart {release.Chart}; the app brings {chart}: upgrade the store.",
            DriftRemedy.Operator);

    private static Drift OfWorkload(WorkloadObservation workload) => new(
        $"{workload.Kind} {workload.Name}", "WorkloadNotReady",
        $"{workload.Kind} {workload.Name} has {workload.Ready} of {workload.Desired} ready.", DriftRemedy.Wait);

    private static string Capitalize(string word) => word.Length == 0 ? word : char.ToUpperInvariant(word[0]) + word[1..];
}

/// <summary>What the app would make today.</summary>
/// <param name="Chart">The bundled chart's name and version, as in the label helm.sh/chart.</param>
/// <param name="CredentialKeys">The keys that the credentials Secret must have.</param>
/// <param name="CredentialsAreKept">Whether the passwords are kept outside the namespace, so that a lost Secret can be made again.</param>
public sealed record DriftExpectations(string Chart, IReadOnlyList<string> CredentialKeys, bool CredentialsAreKept);

/// <summary>A field that an object has and its manifest has not.</summary>
/// <param name="Kind">The object's kind.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Path">The property names and array indexes that lead to the field.</param>
public sealed record Addition(string Kind, string Name, IReadOnlyList<string> Path)
{
    /// <summary>The path as a JSON pointer (RFC 6901).</summary>
    public string JsonPath => string.Concat(
        Path.Select(part => $"/{part.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}"));
}
