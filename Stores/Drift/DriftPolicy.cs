using Stores.Core;
using Stores.Readiness;
using Stores.Releases;

namespace Stores.Drift;

/// <summary>Decides how a store has drifted from what its last operation left, from what was observed alone.</summary>
public static class DriftPolicy
{
    private const int MostFields = 3;

    /// <summary>Every drift, the gravest first; empty when the store is as it should be.</summary>
    /// <param name="store">Whose objects.</param>
    /// <param name="observation">What was observed.</param>
    /// <param name="expectations">What the app would make today.</param>
    public static IReadOnlyList<StoreDrift> Find(StoreIdentity store, DriftObservation observation, DriftExpectations expectations)
    {
        if (OfNamespace(store, observation.Namespace) is { } lost)
        {
            return [lost];
        }

        var drifts = new List<StoreDrift?> { OfCredentials(observation.CredentialKeys, expectations) };
        if (OfRelease(store, observation.Release) is { } undone)
        {
            return [.. drifts.OfType<StoreDrift>(), undone];
        }

        var found = observation.Found.ToDictionary(item => (item.Kind, item.Name));
        drifts.AddRange(observation.Expected.Select(item => OfObject(item, found.GetValueOrDefault((item.Kind, item.Name)))));
        drifts.Add(OfChart(store, observation.Release!, expectations.Chart));
        drifts.AddRange(observation.Workloads.Where(workload => workload.Ready < workload.Desired).Select(OfWorkload));
        return [.. drifts.OfType<StoreDrift>()];
    }

    /// <summary>What was added to objects whose meaning that changes: helm takes back what it set itself, and no more.</summary>
    public static IReadOnlyList<Addition> FindAdditions(DriftObservation observation)
    {
        var found = observation.Found.ToDictionary(item => (item.Kind, item.Name));
        return [.. from item in observation.Expected
                   where found.ContainsKey((item.Kind, item.Name))
                   from difference in ObjectComparison.Compare(item, found[(item.Kind, item.Name)])
                   where difference.Added
                   select new Addition(item.Kind, item.Name, difference.Path)];
    }

    private static StoreDrift? OfNamespace(StoreIdentity store, NamespaceState state)
    {
        var name = store.Resources.Namespace;
        return state switch
        {
            NamespaceState.Missing => new(
                $"{StoreDrift.NamespaceSubject} {name}",
                Reasons.NamespaceMissing,
                $"Namespace {name} is gone, and the shop with its volumes: delete the store and make it again.",
                DriftRemedy.Operator),
            NamespaceState.Foreign => new(
                $"{StoreDrift.NamespaceSubject} {name}",
                Reasons.NamespaceNotOurs,
                $"Namespace {name} does not carry the labels of store {store} of this installation: put them back, or delete the store.",
                DriftRemedy.Operator),
            NamespaceState.Terminating => new(
                $"{StoreDrift.NamespaceSubject} {name}",
                Reasons.NamespaceTerminating,
                $"Namespace {name} is being deleted, and the shop with it: delete the store.",
                DriftRemedy.Operator),
            _ => null,
        };
    }

    private static StoreDrift? OfCredentials(IReadOnlyList<string>? keys, DriftExpectations expectations)
    {
        const string secret = StoreResources.CredentialsSecret;
        if (keys is null)
        {
            return expectations.CredentialsAreInVault
                ? new(
                    $"{StoreDrift.SecretSubject} {secret}",
                    Reasons.CredentialsMissing,
                    $"Secret {secret} is gone; it can be made again from the vault.",
                    DriftRemedy.Repair)
                : new(
                    $"{StoreDrift.SecretSubject} {secret}",
                    Reasons.CredentialsMissing,
                    $"Secret {secret} is gone. The database keeps its passwords, so new ones would not fit: put the Secret back from a "
                    + "backup, or set passwords in the database and make the Secret of them.",
                    DriftRemedy.Operator);
        }

        var lacking = expectations.CredentialKeys.Except(keys).ToList();
        return lacking.Count == 0 ? null
            : new(
                $"{StoreDrift.SecretSubject} {secret}",
                Reasons.CredentialsIncomplete,
                $"Secret {secret} has no {string.Join(", ", lacking)}: replace it by one with the passwords that the "
                + "database and the shop have.",
                DriftRemedy.Operator);
    }

    private static StoreDrift? OfRelease(StoreIdentity store, ReleaseRevision? release)
    {
        var name = store.Resources.Release;
        return release switch
        {
            null => new(
                $"{StoreDrift.ReleaseSubject} {name}", Reasons.ReleaseMissing, $"There is no helm release {name} any more.",
                DriftRemedy.Repair),
            { IsDeployed: true } => null,
            { Status: var status } => new(
                $"{StoreDrift.ReleaseSubject} {name}", $"Release{status}",
                $"The helm release {name} is {status.Word()} at revision {release.Revision}.", DriftRemedy.Repair),
        };
    }

    private static StoreDrift? OfObject(ClusterObject expected, ClusterObject? found)
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

    private static StoreDrift? OfChart(StoreIdentity store, ReleaseRevision release, string chart) => release.Chart == chart ? null
        : new(
            $"{StoreDrift.ReleaseSubject} {store.Resources.Release}",
            Reasons.ChartOutdated,
            $"The store was made with chart {release.Chart}; the app brings {chart}: upgrade the store.",
            DriftRemedy.Operator);

    private static StoreDrift OfWorkload(WorkloadObservation workload) => new(
        $"{workload.Kind} {workload.Name}", Reasons.WorkloadNotReady,
        $"{workload.Kind} {workload.Name} has {workload.Ready} of {workload.Desired} ready.", DriftRemedy.Wait);
}
