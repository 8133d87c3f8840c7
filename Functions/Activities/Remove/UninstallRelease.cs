using Functions.Helm;
using Functions.Kubernetes.Removal;
using Microsoft.Azure.Functions.Worker;
using Stores.Core;

namespace Functions.Activities.Remove;

/// <summary>Uninstalls the store's release; none is fine.</summary>
public sealed class UninstallRelease(IHelm helm, IStoreRemains remains)
{
    [Function(ActivityNames.UninstallRelease)]
    public async Task RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken)
    {
        // Delivered twice, it may come when the namespace and a release of the same name are the next generation's.
        if ((await remains.InventoryAsync(store, cancellationToken)).NamespaceUid is not null)
        {
            await helm.UninstallAsync(store.Resources, cancellationToken);
        }
    }
}
