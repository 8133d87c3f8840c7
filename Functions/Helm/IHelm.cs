using Functions.Stores;

namespace Functions.Helm;

/// <summary>The helm operations that a store needs; each is one run of the helm binary in a private folder.</summary>
/// <remarks>
/// All throw <see cref="TransientStoreFailureException"/> when the cluster could not be asked or helm was cut short, and
/// <see cref="PermanentStoreFailureException"/> when the chart or the values are at fault.
/// </remarks>
public interface IHelm
{
    /// <summary>Reads the release's status; null when there is no release (not: when it could not be asked).</summary>
    Task<ReleaseStatus?> GetStatusAsync(StoreResources store, CancellationToken cancellationToken);

    /// <summary>Runs helm upgrade --install without waiting for workloads.</summary>
    /// <param name="store">Namespace and release.</param>
    /// <param name="values">The store's own values, laid over the chart's and the configured files; holds no secrets.</param>
    /// <param name="cancellationToken">Ends helm with SIGTERM, then SIGKILL.</param>
    Task UpgradeInstallAsync(StoreResources store, StoreValues values, CancellationToken cancellationToken);

    /// <summary>Rolls the release back to the revision before the one that was interrupted.</summary>
    Task RollbackAsync(StoreResources store, CancellationToken cancellationToken);

    /// <summary>Uninstalls the release; none is fine. Success proves nothing: absence is proved by looking.</summary>
    Task UninstallAsync(StoreResources store, CancellationToken cancellationToken);
}
