using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Lists what a deletion must make disappear.</summary>
public sealed class InventoryStore(IStoreCluster cluster)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(InventoryStore))]
    public Task<StoreInventory> RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        cluster.InventoryAsync(store, cancellationToken);
}
