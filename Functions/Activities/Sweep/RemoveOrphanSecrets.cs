using Functions.Entities;
using Functions.Secrets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Core;
using Stores.Sweeps;

namespace Functions.Activities.Sweep;

/// <summary>Removes passwords without a store from the vault, after looking once more whether there is one.</summary>
public sealed class RemoveOrphanSecrets(IAdminSecrets secrets, TimeProvider clock)
{
    /// <returns>With null when they are removed, else with why they were spared; "not yet" while the vault is at work on one.</returns>
    [Function(ActivityNames.RemoveOrphanSecrets)]
    public async Task<Look<string?>> RunAsync(
        [ActivityTrigger] Orphan orphan, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var store = orphan.Store!;
        var record = await client.ReadStoreAsync(store.Name, cancellationToken);
        if (OrphanPolicy.OfSecrets(
            new SecretsInVault(store, 0),
            record,
            store.Installation,
            clock.GetUtcNow().UtcDateTime) is not { Cure: OrphanAction.Remove })
        {
            return Look.Found<string?>("They have a store again.");
        }

        return (await secrets.DeleteAsync(store, cancellationToken)).With<string?>(() => null);
    }
}
