using Functions.Kubernetes.Removal;
using Functions.Secrets;
using Microsoft.Azure.Functions.Worker;
using Stores.Core;
using Stores.Removal;

namespace Functions.Activities.Remove;

/// <summary>Lists what a deletion must make disappear.</summary>
public sealed class InventoryStore(IStoreRemains remains, IAdminSecrets secrets)
{
    /// <returns>Names and states alone: of the vault's secrets, too, no more than their names.</returns>
    [Function(ActivityNames.InventoryStore)]
    public async Task<StoreInventory> RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken)
    {
        var found = await remains.InventoryAsync(store, cancellationToken);
        return found with { VaultSecrets = await secrets.FindAsync(store, cancellationToken) };
    }
}
