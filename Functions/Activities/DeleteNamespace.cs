using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Asks for the deletion of the store's namespace.</summary>
public sealed class DeleteNamespace(IStoreCluster cluster)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(DeleteNamespace))]
    public Task RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        cluster.DeleteNamespaceAsync(store, cancellationToken);
}
