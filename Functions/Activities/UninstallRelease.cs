using Functions.Helm;
using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Uninstalls the store's release; none is fine.</summary>
public sealed class UninstallRelease(IHelm helm, IStoreCluster cluster)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(UninstallRelease))]
    public async Task RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken)
    {
        // Delivered twice, it may come when the namespace and a release of the same name are the next generation's.
        if ((await cluster.InventoryAsync(store, cancellationToken)).NamespaceUid is not null)
        {
            await helm.UninstallAsync(store.Resources, cancellationToken);
        }
    }
}
