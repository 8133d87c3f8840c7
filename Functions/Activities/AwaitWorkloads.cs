using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>
/// Looks whether the install job has succeeded, every workload is ready, and the shop has its address and, where one is asked for, its
/// certificate; the orchestration makes the wait.
/// </summary>
public sealed class AwaitWorkloads(IStoreCluster cluster)
{
    /// <summary>Runs the activity.</summary>
    /// <returns>With the shop as it is seen then.</returns>
    [Function(nameof(AwaitWorkloads))]
    public async Task<Look<ReadyShop>> RunAsync([ActivityTrigger] ReadinessInput input, CancellationToken cancellationToken)
    {
        var observation = await cluster.ObserveAsync(input.Store, cancellationToken);
        return StoreReadiness.OfStore(observation, input.Settings, input.Sightings)
            .With(() => new ReadyShop(observation.Exposure!.Url!, observation.HasMailRelay));
    }
}
