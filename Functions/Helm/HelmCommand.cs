using System.Globalization;
using Functions.Stores;

namespace Functions.Helm;

/// <summary>A helm command line: arguments as a list, operands after "--" so that none is taken for a flag.</summary>
internal sealed record HelmCommand(IReadOnlyList<string> Arguments)
{
    private const string HistoryMax = "3";

    // Applied server-side, a field that someone else has set is theirs, and helm gives way to them unless it is told to take it back.
    private const string TakeBack = "--force-conflicts";

    public static HelmCommand UpgradeInstall(StoreResources store, string chart, IEnumerable<string> valuesFiles, ReleaseMark mark) => new(
        [
            "upgrade", "--install", TakeBack, "--history-max", HistoryMax, "--namespace", store.Namespace,
            "--labels", $"{ReleaseMark.ContentLabel}={mark.Content},{ReleaseMark.OperationLabel}={mark.Operation}",
            .. valuesFiles.SelectMany(file => new[] { "--values", file }), "--", store.Release, chart,
        ]);

    public static HelmCommand Rollback(StoreResources store, int revision) => new(
        ["rollback", TakeBack, "--history-max", HistoryMax, "--namespace", store.Namespace, "--", store.Release, revision.ToString(CultureInfo.InvariantCulture)]);

    public static HelmCommand Uninstall(StoreResources store) => new(["uninstall", "--ignore-not-found", "--namespace", store.Namespace, "--", store.Release]);
}
