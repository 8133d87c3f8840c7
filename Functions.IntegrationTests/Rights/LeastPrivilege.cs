namespace Functions.IntegrationTests.Rights;

/// <summary>What an account may do beside what it does.</summary>
/// <param name="Excess">Granted, and used by nothing.</param>
/// <param name="Missing">Used, and granted by nothing.</param>
internal sealed record LeastPrivilege(IReadOnlyList<Grant> Excess, IReadOnlyList<ApiCall> Missing)
{
    /// <summary>Compares; where two grants let a request pass, the narrower one is what it needs.</summary>
    public static LeastPrivilege Compare(IReadOnlyCollection<Grant> grants, IEnumerable<ApiCall> calls)
    {
        var (unused, missing) = (grants.ToHashSet(), new List<ApiCall>());
        foreach (var call in calls)
        {
            if (grants.Where(grant => grant.Covers(call)).OrderBy(grant => grant.Everywhere).FirstOrDefault() is { } needed)
            {
                unused.Remove(needed);
            }
            else
            {
                missing.Add(call);
            }
        }

        return new LeastPrivilege([.. unused], missing);
    }

    /// <summary>What differs, and what to do about it; empty when nothing does.</summary>
    public string Explain()
    {
        const string roles = "charts/orchestrator/templates/roles.yaml";
        var excess = Lines(
            Excess.Select(grant => grant.ToString()),
            $"Granted, and nothing used it: take it out of {roles}; or, where the app does use it, "
            + $"let {nameof(RightsRecordingTests)} run through what does.");
        var missing = Lines(
            // Once for all stores and objects, but for the role that is bound.
            Missing.Select(call => (call with
            {
                Name = call.Verb == "bind" ? call.Name : null,
                Namespace = call.InStore ? "store-*" : call.Namespace,
            }).ToString()),
            $"Used, and not granted: grant it in {roles} by the verb alone - in {Grant.StoreRole} what is inside a store's namespace, "
            + "in store-orchestrator what is not; or spare the app the request.");
        return excess + missing;

        static string Lines(IEnumerable<string> lines, string advice) =>
            string.Join('\n', lines.Distinct().Order(StringComparer.Ordinal)) is { Length: > 0 } text ? $"\n{advice}\n{text}\n" : "";
    }
}
