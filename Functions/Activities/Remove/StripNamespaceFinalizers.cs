using Functions.Kubernetes.Removal;
using Microsoft.Azure.Functions.Worker;
using Stores.Core;
using Stores.Removal;

namespace Functions.Activities.Remove;

/// <summary>Strips the finalizers of what keeps a store's namespace; what has none any more is passed over.</summary>
public sealed class StripNamespaceFinalizers(INamespaceFinalizers finalizers)
{
    [Function(ActivityNames.StripNamespaceFinalizers)]
    public Task<StripResult> RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        finalizers.StripAsync(store, cancellationToken);
}
