using Functions.Kubernetes.Namespaces;
using Microsoft.Azure.Functions.Worker;
using Stores.Core;

namespace Functions.Activities.Remove;

/// <summary>Asks for the deletion of the store's namespace.</summary>
public sealed class DeleteNamespace(IStoreNamespaces namespaces)
{
    [Function(ActivityNames.DeleteNamespace)]
    public Task RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        namespaces.DeleteAsync(store, cancellationToken);
}
