using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Looks whether the install job has succeeded, every workload is ready, and the shop has its address and, where one is asked for, its certificate; its retry policy makes the wait.</summary>
public sealed class AwaitWorkloads(IStoreCluster cluster)
{
    /// <summary>Runs the activity.</summary>
    /// <returns>The shop's URL.</returns>
    /// <exception cref="TransientStoreFailureException">Not yet.</exception>
    /// <exception cref="PermanentStoreFailureException">It will not come by waiting.</exception>
    [Function(nameof(AwaitWorkloads))]
    public async Task<string> RunAsync([ActivityTrigger] ReadinessInput input, CancellationToken cancellationToken)
    {
        var observation = await cluster.ObserveAsync(input.Store, cancellationToken);
        StoreReadiness.OfStore(observation, input.Settings).ThrowUnlessReady();
        return observation.Exposure!.Url!;
    }
}
