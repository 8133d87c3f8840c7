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
            var failed = new FailureRecord(steps.Current, steps.Explain(exception), []) { Diagnosis = (exception as StepFailedException)?.Diagnosis };
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Failure: failed);
        }
    }

    private static async Task<string> WorkAsync(OperationInput operation, OperationSteps steps)
    {
        var (store, retries) = (operation.Store, operation.Settings.Steps);
        var plan = RepairPlan.For(await FindDriftAsync("Looking at what has drifted."));
        if (plan.Hopeless is { } hopeless)
        {
            throw new StepFailedException(nameof(FindDrift), hopeless);
        }

        if (plan.RestoreCredentials)
        {
            await steps.RunAsync(nameof(EnsureCredentials), new StepInput(store, operation.Id), retries, "Making the credentials Secret again.");
        }

        var installation = new StoreInstallation(operation, steps);
        var url = await (plan.Release switch
        {
            ReleaseRemedy.Install => installation.UpgradeAsync(),
            ReleaseRemedy.Reapply => installation.ReapplyAsync(),
            _ => new StoreWait(operation, steps).RunAsync(),
        });
        return RepairPlan.Remaining(await FindDriftAsync("Looking whether anything is left.")) is { } left ? throw new StepFailedException(nameof(FindDrift), left) : url;

        Task<IReadOnlyList<Drift>> FindDriftAsync(string message) => steps.RunAsync<IReadOnlyList<Drift>>(nameof(FindDrift), store, retries, message);
    }
}
