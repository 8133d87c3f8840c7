using Functions.Activities;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>Puts back what was changed of a running store behind the app's back.</summary>
public static class RepairStore
{
    /// <summary>Input <see cref="OperationInput"/>; the outcome goes to the <see cref="StoreEntity"/>.</summary>
    [Function(nameof(RepairStore))]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, OperationInput operation) =>
        RunningShop.WorkOnAsync(context, operation, context.CreateReplaySafeLogger(nameof(RepairStore)), WorkAsync);

    private static async Task<ReadyShop> WorkAsync(OperationInput operation, OperationSteps steps)
    {
        var (store, retries) = (operation.Store, operation.Settings.Steps);
        var plan = RepairPlan.For(await FindDriftAsync("Looking at what has drifted."));
        if (plan.Hopeless is { } hopeless)
        {
            throw new StepFailedException(nameof(FindDrift), hopeless);
        }

        if (plan.RestoreCredentials)
        {
            await steps.RunAsync(
                nameof(EnsureCredentials), new StepInput(store, operation.Id), operation.Settings.Credentials,
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
            ? throw new StepFailedException(nameof(FindDrift), left)
            : shop;

        Task<IReadOnlyList<Drift>> FindDriftAsync(string message) =>
            steps.RunAsync<IReadOnlyList<Drift>>(nameof(FindDrift), store, retries, message);
    }
}
