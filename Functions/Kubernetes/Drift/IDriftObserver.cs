using Stores.Core;
using Stores.Drift;

namespace Functions.Kubernetes.Drift;

/// <summary>Compares what helm last applied for a store with what the cluster has.</summary>
/// <remarks>
/// All throw <see cref="TransientStoreFailureException"/> when the cluster could not be asked and
/// <see cref="PermanentStoreFailureException"/> when it refused for good.
/// </remarks>
public interface IDriftObserver
{
    /// <summary>
    /// Looks at the store's namespace: one request for its Secrets, and one for each compared kind that the manifest has (seven, or eight
    /// with an Ingress).
    /// </summary>
    Task<DriftObservation> ObserveAsync(StoreIdentity store, CancellationToken cancellationToken);

    /// <summary>Removes fields from objects of the store; fields and objects that are gone are fine.</summary>
    Task RemoveAsync(StoreIdentity store, IReadOnlyList<Addition> additions, CancellationToken cancellationToken);
}
