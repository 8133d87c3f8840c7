using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Namespaces;
using Functions.Kubernetes.Releases;
using k8s;
using Stores.Core;
using Stores.Removal;

namespace Functions.Kubernetes.Removal;

/// <summary>What is left of the stores, over KubernetesClient.</summary>
internal sealed class ClusterRemains(ClusterConnection connection, IReleaseRecords releases) : IStoreRemains
{
    private IKubernetes Client => connection.Client;

    public async Task<StoreInventory> InventoryAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        await Client.FindAsync(store, cancellationToken) is { } ns && StoreNamespace.Belongs(ns, store)
            ? await new NamespaceInventory(Client, releases, ns, store.Resources).InventoryAsync(cancellationToken)
            : StoreInventory.Empty;

    public async Task<StoreRemains> FindAsync(StoreIdentity store, StoreInventory inventory, CancellationToken cancellationToken)
    {
        var found = await Client.FindAsync(store, cancellationToken);
        var ns = found is not null && StoreNamespace.Belongs(found, store) ? found : null;
        var volumes = await new VolumeInventory(Client, store.Resources.Namespace).FindAsync(inventory, cancellationToken);
        return new StoreRemains(ns is null ? null : StoreNamespace.Explain(ns), volumes)
        {
            Contents = ns is null
                ? []
                : await new NamespaceInventory(Client, releases, ns, store.Resources).FindContentsAsync(cancellationToken),
        };
    }
}
