using Functions.Kubernetes.Workloads;
using Microsoft.Azure.Functions.Worker;
using Stores.Core;
using Stores.Readiness;

namespace Functions.Activities.Provision;

/// <summary>Looks whether the shop check has passed; the orchestration makes the wait.</summary>
public sealed class AwaitShopCheck(IStoreChecks checks)
{
    [Function(ActivityNames.AwaitShopCheck)]
    public async Task<Look> RunAsync([ActivityTrigger] AwaitShopCheckInput input, CancellationToken cancellationToken) =>
        StoreReadiness.OfCheck(await checks.ObserveAsync(input.Store, input.Job, cancellationToken));
}
