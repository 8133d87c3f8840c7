using Stores.Core;
using Stores.Readiness;

namespace Functions.Kubernetes.Workloads;

/// <summary>What runs of the stores.</summary>
public interface IStoreWorkloads
{
    /// <summary>Looks at the release's workloads, pods and address.</summary>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked.</exception>
    /// <exception cref="PermanentStoreFailureException">It refused for good.</exception>
    Task<StoreObservation> ObserveAsync(StoreIdentity store, CancellationToken cancellationToken);
}
