using Stores.Core;
using Stores.Removal;

namespace Functions.Kubernetes.Removal;

/// <summary>What there is of the stores in the cluster, and what is left of them.</summary>
/// <remarks>
/// All throw <see cref="TransientStoreFailureException"/> when the cluster could not be asked and
/// <see cref="PermanentStoreFailureException"/> when it refused for good.
/// </remarks>
public interface IStoreRemains
{
    /// <summary>Lists what a deletion must make disappear from the cluster.</summary>
    Task<StoreInventory> InventoryAsync(StoreIdentity store, CancellationToken cancellationToken);

    /// <summary>Looks for what is left of what was inventoried; what may not be looked at is told from what is gone.</summary>
    Task<StoreRemains> FindAsync(StoreIdentity store, StoreInventory inventory, CancellationToken cancellationToken);
}
