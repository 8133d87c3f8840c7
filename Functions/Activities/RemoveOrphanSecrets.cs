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
    /// <returns>With null when they are removed, else with why they were spared; "not yet" while the vault is at work on one.</returns>
    [Function(nameof(RemoveOrphanSecrets))]
    public async Task<Look<string?>> RunAsync(
        [ActivityTrigger] Orphan orphan, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var store = orphan.Store!;
        var entity = await client.Entities.GetEntityAsync<StoreRecord>(
            new EntityInstanceId(nameof(StoreEntity), store.Name.Value), cancellationToken);
        if (OrphanPolicy.OfSecrets(
            new KeptSecrets(store, 0),
            entity?.State,
            store.Installation,
            clock.GetUtcNow().UtcDateTime) is not { Cure: OrphanAction.Remove })
        {
            return Look.Found<string?>("They have a store again.");
        }

        return (await secrets.DeleteAsync(store, cancellationToken)).With<string?>(() => null);
    }
}
