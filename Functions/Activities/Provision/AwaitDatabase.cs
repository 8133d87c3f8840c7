using Functions.Kubernetes.Workloads;
using Microsoft.Azure.Functions.Worker;
using Stores.Core;
using Stores.Readiness;

namespace Functions.Activities.Provision;

/// <summary>Looks whether the database answers queries; the orchestration makes the wait.</summary>
public sealed class AwaitDatabase(IStoreWorkloads workloads)
{
    [Function(ActivityNames.AwaitDatabase)]
    public async Task<Look> RunAsync([ActivityTrigger] ReadinessInput input, CancellationToken cancellationToken) =>
        StoreReadiness.OfDatabase(await workloads.ObserveAsync(input.Store, cancellationToken), input.Settings, input.Sightings);
}
