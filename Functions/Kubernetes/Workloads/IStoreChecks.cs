using Stores.Core;
using Stores.Readiness;

namespace Functions.Kubernetes.Workloads;

/// <summary>The checks that the chart brings along: Jobs of which each looks at the store from within.</summary>
/// <remarks>
/// Members throw <see cref="TransientStoreFailureException"/> when the cluster could not be asked and
/// <see cref="PermanentStoreFailureException"/> when it refused for good.
/// </remarks>
public interface IStoreChecks
{
    /// <summary>Starts a check, once for each name.</summary>
    /// <param name="store">Whose.</param>
    /// <param name="check">Its key in the release's ConfigMap checks: shop-check.</param>
    /// <param name="job">The Job's name.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="PermanentStoreFailureException">CheckMissing: the release brings no such check.</exception>
    Task StartAsync(StoreIdentity store, string check, string job, CancellationToken cancellationToken);

    /// <summary>Looks at a check's Job.</summary>
    Task<CheckObservation> ObserveAsync(StoreIdentity store, string job, CancellationToken cancellationToken);
}
