using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Looks whether every workload is ready and the shop has an address; its retry policy makes the wait.</summary>
public sealed class AwaitWorkloads(IStoreCluster cluster)
{
    /// <summary>Runs the activity.</summary>
    /// <returns>The shop's URL.</returns>
    /// <exception cref="TransientStoreFailureException">Not yet.</exception>
    /// <exception cref="PermanentStoreFailureException">It will not come by waiting.</exception>
    [Function(nameof(AwaitWorkloads))]
    public async Task<string> RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken)
    {
        var observation = await cluster.ObserveAsync(store, cancellationToken);
        StoreReadiness.OfStore(observation).ThrowUnlessReady();
        return observation.Exposure!.Url!;
    }
}
