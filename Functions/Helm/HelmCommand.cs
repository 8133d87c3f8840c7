using Functions.Stores;

namespace Functions.Helm;

/// <summary>A helm command line: arguments as a list, operands after "--" so that none is taken for a flag.</summary>
internal sealed record HelmCommand(IReadOnlyList<string> Arguments)
{
    public static HelmCommand UpgradeInstall(StoreResources store, string chart, IEnumerable<string> valuesFiles) => new(
        ["upgrade", "--install", "--history-max", "3", "--namespace", store.Namespace, .. valuesFiles.SelectMany(file => new[] { "--values", file }), "--", store.Release, chart]);

    public static HelmCommand History(StoreResources store) => new(["history", "--max", "1", "--output", "json", "--namespace", store.Namespace, "--", store.Release]);

    public static HelmCommand Rollback(StoreResources store) => new(["rollback", "--history-max", "3", "--namespace", store.Namespace, "--", store.Release]);

    public static HelmCommand Uninstall(StoreResources store) => new(["uninstall", "--ignore-not-found", "--namespace", store.Namespace, "--", store.Release]);
}
