using Functions.Orchestrations;
using Functions.Secrets;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace Functions.Activities;

/// <summary>Removes passwords without a store from the vault, after looking once more whether there is one.</summary>
public sealed class RemoveOrphanSecrets(IAdminSecrets secrets, TimeProvider clock)
{
    /// <summary>Runs the activity.</summary>
    /// <returns>Null when they are removed; else why they were spared.</returns>
    [Function(nameof(RemoveOrphanSecrets))]
    public async Task<string?> RunAsync([ActivityTrigger] Orphan orphan, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var store = orphan.Store!;
        var entity = await client.Entities.GetEntityAsync<StoreRecord>(new EntityInstanceId(nameof(StoreEntity), store.Name.Value), cancellationToken);
        if (OrphanPolicy.OfSecrets(new KeptSecrets(store, 0), entity?.State, store.Installation, clock.GetUtcNow().UtcDateTime) is not { Cure: OrphanAction.Remove })
        {
            return "They have a store again.";
        }

        await secrets.DeleteAsync(store, cancellationToken);
        return null;
    }
}
