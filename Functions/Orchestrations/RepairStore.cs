using Functions.Activities;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>Puts back what was changed of a running store behind the app's back. What fails is not undone: the shop's data stay.</summary>
public static class RepairStore
{
    /// <summary>Input <see cref="OperationInput"/>; the outcome goes to the <see cref="StoreEntity"/>.</summary>
    [Function(nameof(RepairStore))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var operation = context.GetInput<OperationInput>()!;
        var outcome = await RepairAsync(context, operation, new OperationSteps(context, operation));
        context.CreateReplaySafeLogger(nameof(RepairStore)).LogOutcome(operation, outcome);
        await context.Entities.CallEntityAsync(StoreEntity.IdOf(operation.Store.Name), nameof(StoreEntity.End), outcome);
    }

    private static async Task<OperationOutcome> RepairAsync(TaskOrchestrationContext context, OperationInput operation, OperationSteps steps)
    {
        try
        {
            var url = await ProvisioningSlot.RunAsync(context, operation, steps, () => WorkAsync(operation, steps));
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Url: url);
        }
        catch (Exception exception)
        {
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Failure: new FailureRecord(steps.Current, steps.Explain(exception), []));
        }
    }

    private static async Task<string> WorkAsync(OperationInput operation, OperationSteps steps)
    {
        var (store, retries) = (operation.Store, operation.Settings.Steps);
        var (step, installation) = (new StepInput(store, operation.Id), new StoreInstallation(operation, steps));
        var plan = RepairPlan.For(await FindDriftAsync("Looking at what has drifted."));
        if (plan.Hopeless is { } hopeless)
        {
            throw new StepFailedException(nameof(FindDrift), hopeless);
        }

        if (plan.RestoreCredentials)
        {
            await steps.RunAsync(nameof(EnsureCredentials), step, retries, "Making the credentials Secret again.");
        }

        if (plan.Release == ReleaseRemedy.Install)
        {
            return await installation.UpgradeAsync();
        }

        if (plan.Release == ReleaseRemedy.Reapply)
        {
            await steps.RunAsync(nameof(ReapplyRelease), step, retries, $"Applying release {store.Resources.Release} again.");
            await steps.RunAsync(nameof(RemoveAdditions), step, retries, "Removing what was added.");
        }

        var url = await installation.AwaitReadinessAsync();
        return RepairPlan.Remaining(await FindDriftAsync("Looking whether anything is left.")) is { } left ? throw new StepFailedException(nameof(FindDrift), left) : url;

        Task<IReadOnlyList<Drift>> FindDriftAsync(string message) => steps.RunAsync<IReadOnlyList<Drift>>(nameof(FindDrift), store, retries, message);
    }
}
