using Functions.Helm;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Uninstalls the store's release; none is fine.</summary>
public sealed class UninstallRelease(IHelm helm)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(UninstallRelease))]
    public Task RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        helm.UninstallAsync(store.Resources, cancellationToken);
}
