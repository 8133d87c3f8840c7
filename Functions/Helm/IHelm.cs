using Stores.Core;
using Stores.Releases;

namespace Functions.Helm;

/// <summary>The helm operations that a store needs; each is one run of the helm binary in a private folder.</summary>
/// <remarks>
/// All throw <see cref="TransientStoreFailureException"/> when the cluster could not be asked or helm was cut short, and
/// <see cref="PermanentStoreFailureException"/> when the chart or the values are at fault.
/// </remarks>
public interface IHelm
{
    /// <summary>The longest that a run of helm lives: its time limit and the grace before it is killed.</summary>
    TimeSpan LongestRun { get; }

    /// <summary>
    /// What an install would write on the release's record: the same for the same chart and values, whoever installs them.
    /// </summary>
    /// <param name="values">The store's own values.</param>
    /// <param name="operation">The instance id of the operation that installs.</param>
    ReleaseMark MarkOf(StoreValues values, string operation);

    /// <summary>The manifest that an upgrade would apply, without hooks, as helm renders it for revision 1 on this cluster.</summary>
    /// <param name="store">Namespace and release.</param>
    /// <param name="values">The store's own values.</param>
    /// <param name="cancellationToken">Ends helm with SIGTERM, then SIGKILL.</param>
    Task<string> RenderAsync(StoreResources store, StoreValues values, CancellationToken cancellationToken);

    /// <summary>Runs helm upgrade --install without waiting for workloads.</summary>
    /// <param name="store">Namespace and release.</param>
    /// <param name="values">The store's own values, laid over the chart's and the configured files; holds no secrets.</param>
    /// <param name="mark">What to write on the release's record.</param>
    /// <param name="historyMax">How many revisions to keep, the new one included; 0 for all.</param>
    /// <param name="cancellationToken">Ends helm with SIGTERM, then SIGKILL.</param>
    Task UpgradeInstallAsync(
        StoreResources store, StoreValues values, ReleaseMark mark, int historyMax, CancellationToken cancellationToken);

    /// <summary>Rolls the release back.</summary>
    /// <param name="store">Namespace and release.</param>
    /// <param name="revision">The revision to return to, 1 or more.</param>
    /// <param name="historyMax">How many revisions to keep, the new one included; 0 for all.</param>
    /// <param name="cancellationToken">Ends helm with SIGTERM, then SIGKILL.</param>
    Task RollbackAsync(StoreResources store, int revision, int historyMax, CancellationToken cancellationToken);

    /// <summary>Uninstalls the release; none is fine. Success proves nothing: absence is proved by looking.</summary>
    Task UninstallAsync(StoreResources store, CancellationToken cancellationToken);
}
