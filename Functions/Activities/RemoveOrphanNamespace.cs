using Functions.Helm;
using Functions.Kubernetes;
using Functions.Orchestrations;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace Functions.Activities;

/// <summary>Removes a namespace without a store, and the store's release in it, after looking once more whether it is one.</summary>
public sealed class RemoveOrphanNamespace(IClusterSurvey cluster, IHelm helm, TimeProvider clock)
{
    /// <summary>Runs the activity.</summary>
    /// <returns>Null when it was asked to go; else why it was spared.</returns>
    [Function(nameof(RemoveOrphanNamespace))]
    public async Task<string?> RunAsync(
        [ActivityTrigger] Orphan orphan, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await cluster.FindNamespaceAsync(orphan.What, cancellationToken) is not { } found || found.Uid != orphan.Uid)
        {
            return "The namespace is gone.";
        }

        var store = orphan.Store!;
        var entity = await client.Entities.GetEntityAsync<StoreRecord>(
            new EntityInstanceId(nameof(StoreEntity), store.Name.Value), cancellationToken);
        if (OrphanPolicy.OfNamespace(
            found, entity?.State, store.Installation, clock.GetUtcNow().UtcDateTime) is not { Cure: OrphanAction.Remove })
        {
            return found.DeletedAt is { } since ? $"It is being deleted since {since:O}." : "It has a store again.";
        }

        if (await cluster.ListReleasesAsync(found.Name, cancellationToken) is { } releases && releases.Contains(store.Resources.Release))
        {
            await helm.UninstallAsync(store.Resources, cancellationToken);
        }

        return await cluster.DeleteNamespaceAsync(found.Name, found.Uid, cancellationToken) ? null : "The namespace is gone.";
    }
}
