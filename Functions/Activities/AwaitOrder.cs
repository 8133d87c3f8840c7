using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Looks whether the order check has passed; its retry policy makes the wait.</summary>
public sealed class AwaitOrder(IStoreChecks checks)
{
    /// <summary>Runs the activity.</summary>
    /// <exception cref="TransientStoreFailureException">It runs.</exception>
    /// <exception cref="PermanentStoreFailureException">It failed.</exception>
    [Function(nameof(AwaitOrder))]
    public async Task RunAsync([ActivityTrigger] AwaitOrderInput input, CancellationToken cancellationToken) =>
        StoreReadiness.OfCheck(await checks.ObserveAsync(input.Store, input.Job, cancellationToken)).ThrowUnlessReady();
}

/// <summary>Input of <see cref="AwaitOrder"/>.</summary>
/// <param name="Store">Whose.</param>
/// <param name="Job">The name that <see cref="PlaceOrder"/> returned.</param>
public sealed record AwaitOrderInput(StoreIdentity Store, string Job);
