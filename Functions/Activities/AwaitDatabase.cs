using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Looks whether the database answers queries; its retry policy makes the wait.</summary>
public sealed class AwaitDatabase(IStoreCluster cluster)
{
    /// <summary>Runs the activity.</summary>
    /// <exception cref="TransientStoreFailureException">Not yet.</exception>
    /// <exception cref="PermanentStoreFailureException">It will not come by waiting.</exception>
    [Function(nameof(AwaitDatabase))]
    public async Task RunAsync([ActivityTrigger] ReadinessInput input, CancellationToken cancellationToken) =>
        StoreReadiness.OfDatabase(await cluster.ObserveAsync(input.Store, cancellationToken), input.Settings).ThrowUnlessReady();
}
