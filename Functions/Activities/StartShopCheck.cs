using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Functions.Activities;

/// <summary>Starts the shop check, once for each operation.</summary>
public sealed class StartShopCheck(IStoreChecks checks)
{
    /// <summary>The check's key in the release's ConfigMap.</summary>
    public const string Check = "shop-check";

    /// <summary>Runs the activity.</summary>
    /// <returns>The name of the check's Job.</returns>
    [Function(nameof(StartShopCheck))]
    public async Task<string> RunAsync(
        [ActivityTrigger] StepInput step, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await client.RequireCurrentAsync(step, cancellationToken);
        var job = $"{Check}-{ReleaseMark.OfOperation(step.Operation)[..10]}";
        await checks.StartAsync(step.Store, Check, job, cancellationToken);
        return job;
    }
}
