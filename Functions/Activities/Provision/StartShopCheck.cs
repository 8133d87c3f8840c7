using Functions.Activities.Operations;
using Functions.Kubernetes.Workloads;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Core;
using Stores.Releases;

namespace Functions.Activities.Provision;

/// <summary>Starts the shop check, once for each operation.</summary>
public sealed class StartShopCheck(IStoreChecks checks)
{
    /// <summary>The check's key in the release's ConfigMap.</summary>
    public const string Check = "shop-check";

    /// <returns>The name of the check's Job.</returns>
    [Function(ActivityNames.StartShopCheck)]
    public async Task<string> RunAsync(
        [ActivityTrigger] StepInput step, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await client.RequireCurrentAsync(step, cancellationToken);
        var job = $"{Check}-{ReleaseMark.OfOperation(step.Operation)[..10]}";
        await checks.StartAsync(step.Store, Check, job, cancellationToken);
        return job;
    }
}
