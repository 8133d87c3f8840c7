using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Looks whether the order check has passed; the orchestration makes the wait.</summary>
public sealed class AwaitOrder(IStoreChecks checks)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(AwaitOrder))]
    public async Task<Look> RunAsync([ActivityTrigger] AwaitOrderInput input, CancellationToken cancellationToken) =>
        StoreReadiness.OfCheck(await checks.ObserveAsync(input.Store, input.Job, cancellationToken));
}

/// <summary>Input of <see cref="AwaitOrder"/>.</summary>
/// <param name="Store">Whose.</param>
/// <param name="Job">The name that <see cref="PlaceOrder"/> returned.</param>
public sealed record AwaitOrderInput(StoreIdentity Store, string Job);
