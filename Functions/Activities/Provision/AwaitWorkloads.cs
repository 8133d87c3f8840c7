using Functions.Kubernetes.Workloads;
using Microsoft.Azure.Functions.Worker;
using Stores.Core;
using Stores.Readiness;

namespace Functions.Activities.Provision;

/// <summary>
/// Looks whether the install job has succeeded, every workload is ready, and the shop has its address and, where one is asked for, its
/// certificate; the orchestration makes the wait.
/// </summary>
public sealed class AwaitWorkloads(IStoreWorkloads workloads)
{
    /// <returns>With the shop as it is seen then.</returns>
    [Function(ActivityNames.AwaitWorkloads)]
    public async Task<Look<ReadyShop>> RunAsync([ActivityTrigger] ReadinessInput input, CancellationToken cancellationToken)
    {
        var observation = await workloads.ObserveAsync(input.Store, cancellationToken);
        return StoreReadiness.OfStore(observation, input.Settings, input.Sightings)
            .With(() => new ReadyShop(observation.Exposure!.Url!, observation.HasMailRelay));
    }
}
