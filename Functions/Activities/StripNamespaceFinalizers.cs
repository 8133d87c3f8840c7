using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Strips the finalizers of what keeps a store's namespace; what has none any more is passed over.</summary>
public sealed class StripNamespaceFinalizers(INamespaceFinalizers finalizers)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(StripNamespaceFinalizers))]
    public Task<StripResult> RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        finalizers.StripAsync(store, cancellationToken);
}
