using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Creates the store's namespace, or finds it as an earlier try left it.</summary>
public sealed class CreateNamespace(IStoreCluster cluster)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(CreateNamespace))]
    public Task RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        cluster.EnsureNamespaceAsync(store, cancellationToken);
}
