using System.Globalization;
using Stores.Core;
using Stores.Releases;

namespace Functions.Helm;

/// <summary>A helm command line: arguments as a list, operands after "--" so that none is taken for a flag.</summary>
internal sealed record HelmCommand(IReadOnlyList<string> Arguments)
{
    // Applied server-side, a field that someone else has set is theirs, and helm gives way to them unless it is told to take it back.
    // Unless it is told how to apply, too, it does as the last revision did, and an operator's helm may have applied that from its own
    // side.
    private static readonly string[] s_takeBack = ["--server-side=true", "--force-conflicts"];

    public static HelmCommand UpgradeInstall(
        StoreResources store, string chart, IEnumerable<string> valuesFiles, ReleaseMark mark, int historyMax) => new(
        [
            "upgrade", "--install", .. s_takeBack, .. Keep(historyMax), "--namespace", store.Namespace,
            "--labels", $"{ReleaseMark.ContentLabel}={mark.Content},{ReleaseMark.OperationLabel}={mark.Operation}",
            .. ValuesOf(valuesFiles), "--", store.Release, chart,
        ]);

    public static HelmCommand Template(StoreResources store, string chart, IEnumerable<string> valuesFiles) => new(
        ["template", "--namespace", store.Namespace, .. ValuesOf(valuesFiles), "--", store.Release, chart]);

    /// <summary>As <see cref="Template"/>, for what the cluster has, into files of a folder.</summary>
    public static HelmCommand Render(StoreResources store, string chart, IEnumerable<string> valuesFiles, string folder) => new(
        [
            "template", "--dry-run=server", "--is-upgrade", "--no-hooks", "--output-dir", folder, "--namespace", store.Namespace,
            .. ValuesOf(valuesFiles), "--", store.Release, chart,
        ]);

    public static HelmCommand Rollback(StoreResources store, int revision, int historyMax) => new(
        [
            "rollback", .. s_takeBack, .. Keep(historyMax), "--namespace", store.Namespace,
            "--", store.Release, revision.ToString(CultureInfo.InvariantCulture),
        ]);

    public static HelmCommand Uninstall(StoreResources store) => new(
        ["uninstall", "--ignore-not-found", "--namespace", store.Namespace, "--", store.Release]);

    private static IEnumerable<string> ValuesOf(IEnumerable<string> files) => files.SelectMany(file => new[] { "--values", file });

    private static string[] Keep(int revisions) => ["--history-max", revisions.ToString(CultureInfo.InvariantCulture)];
}
