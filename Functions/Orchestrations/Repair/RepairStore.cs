using Functions.Entities;
using Functions.Orchestrations.Operations;
using Functions.Orchestrations.Provision;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Stores.Core;
using Stores.Drift;
using Stores.Lifecycle;
using Stores.Readiness;

namespace Functions.Orchestrations.Repair;

/// <summary>Puts back what was changed of a running store behind the app's back.</summary>
public static class RepairStore
{
    /// <summary>Input <see cref="OperationInput"/>; the outcome goes to the <see cref="StoreEntity"/>.</summary>
    [Function(OrchestratorNames.RepairStore)]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, OperationInput operation) =>
        new RunningShop(context, operation, OrchestratorNames.RepairStore, steps => WorkAsync(operation, steps)).RunAsync();

    private static async Task<ReadyShop> WorkAsync(OperationInput operation, OperationSteps steps)
    {
        var (store, retries) = (operation.Store, operation.Settings.Steps);
        var plan = RepairPlan.For(await FindDriftAsync("Looking at what has drifted."));
        if (plan.Hopeless is { } hopeless)
        {
            throw new StepFailedException(ActivityNames.FindDrift, hopeless);
        }

        if (plan.RestoreCredentials)
        {
            await steps.RunAsync(
                ActivityNames.EnsureCredentials, new StepInput(store, operation.Id), operation.Settings.Credentials,
                "Making the credentials Secret again.");
        }

        var installation = new StoreInstallation(operation, steps);
        var shop = await (plan.Release switch
        {
            ReleaseRemedy.Install => installation.UpgradeAsync(),
            ReleaseRemedy.Reapply => installation.ReapplyAsync(),
            _ => new StoreWait(operation, steps).RunAsync(),
        });
        return RepairPlan.Remaining(await FindDriftAsync("Looking whether anything is left.")) is { } left
            ? throw new StepFailedException(ActivityNames.FindDrift, left)
            : shop;

        Task<IReadOnlyList<StoreDrift>> FindDriftAsync(string message) =>
            steps.RunAsync<IReadOnlyList<StoreDrift>>(ActivityNames.FindDrift, store, retries, message);
    }
}
