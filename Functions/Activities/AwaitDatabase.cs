using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Looks whether the database answers queries; the orchestration makes the wait.</summary>
public sealed class AwaitDatabase(IStoreCluster cluster)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(AwaitDatabase))]
    public async Task<Look> RunAsync([ActivityTrigger] ReadinessInput input, CancellationToken cancellationToken) =>
        StoreReadiness.OfDatabase(await cluster.ObserveAsync(input.Store, cancellationToken), input.Settings, input.Sightings);
}
