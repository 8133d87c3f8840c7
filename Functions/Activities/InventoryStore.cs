using Functions.Kubernetes;
using Functions.Secrets;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Lists what a deletion must make disappear.</summary>
public sealed class InventoryStore(IStoreCluster cluster, IAdminSecrets secrets)
{
    /// <summary>Runs the activity.</summary>
    /// <returns>Names and states alone: of the vault's secrets, too, no more than their names.</returns>
    [Function(nameof(InventoryStore))]
    public async Task<StoreInventory> RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken)
    {
        var found = await cluster.InventoryAsync(store, cancellationToken);
        return found with { VaultSecrets = await secrets.FindAsync(store, cancellationToken) };
    }
}
