using Functions.Entities;
using Functions.Helm;
using Functions.Kubernetes.Namespaces;
using Functions.Kubernetes.Releases;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Core;
using Stores.Sweeps;

namespace Functions.Activities.Sweep;

/// <summary>Removes a namespace without a store, and the store's release in it, after looking once more whether it is one.</summary>
public sealed class RemoveOrphanNamespace(ISweptNamespaces namespaces, IReleaseRecords releases, IHelm helm, TimeProvider clock)
{
    /// <returns>Null when it was asked to go; else why it was spared.</returns>
    [Function(ActivityNames.RemoveOrphanNamespace)]
    public async Task<string?> RunAsync(
        [ActivityTrigger] Orphan orphan, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        if (await namespaces.FindNamespaceAsync(orphan.What, cancellationToken) is not { } found || found.Uid != orphan.Uid)
        {
            return "The namespace is gone.";
        }

        var store = orphan.Store!;
        var record = await client.ReadStoreAsync(store.Name, cancellationToken);
        if (OrphanPolicy.OfNamespace(
            found, record, store.Installation, clock.GetUtcNow().UtcDateTime) is not { Cure: OrphanAction.Remove })
        {
            return found.DeletedAt is { } since ? $"It is being deleted since {since:O}." : "It has a store again.";
        }

        if (await releases.ListNamesAsync(found.Name, cancellationToken) is { } names && names.Contains(store.Resources.Release))
        {
            await helm.UninstallAsync(store.Resources, cancellationToken);
        }

        return await namespaces.DeleteNamespaceAsync(found.Name, found.Uid, cancellationToken) ? null : "The namespace is gone.";
    }
}
