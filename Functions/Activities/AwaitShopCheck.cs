using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Looks whether the shop check has passed; the orchestration makes the wait.</summary>
public sealed class AwaitShopCheck(IStoreChecks checks)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(AwaitShopCheck))]
    public async Task<Look> RunAsync([ActivityTrigger] AwaitShopCheckInput input, CancellationToken cancellationToken) =>
        StoreReadiness.OfCheck(await checks.ObserveAsync(input.Store, input.Job, cancellationToken));
}

/// <summary>Input of <see cref="AwaitShopCheck"/>.</summary>
/// <param name="Store">Whose.</param>
/// <param name="Job">The name that <see cref="StartShopCheck"/> returned.</param>
public sealed record AwaitShopCheckInput(StoreIdentity Store, string Job);
