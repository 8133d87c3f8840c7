using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>Brings a running store's release to the chart and the values of this version of the app. What fails is not undone: the shop's data stay.</summary>
public static class UpgradeStore
{
    /// <summary>Input <see cref="OperationInput"/>; the outcome goes to the <see cref="StoreEntity"/>.</summary>
    [Function(nameof(UpgradeStore))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var operation = context.GetInput<OperationInput>()!;
        var outcome = await UpgradeAsync(context, operation, new OperationSteps(context, operation));
        context.CreateReplaySafeLogger(nameof(UpgradeStore)).LogOutcome(operation, outcome);
        await context.Entities.CallEntityAsync(StoreEntity.IdOf(operation.Store.Name), nameof(StoreEntity.End), outcome);
    }

    private static async Task<OperationOutcome> UpgradeAsync(TaskOrchestrationContext context, OperationInput operation, OperationSteps steps)
    {
        try
        {
            var url = await ProvisioningSlot.RunAsync(context, operation, steps, new StoreInstallation(operation, steps).UpgradeAsync);
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Url: url);
        }
        catch (Exception exception)
        {
            var failed = new FailureRecord(steps.Current, steps.Explain(exception), []) { Diagnosis = (exception as StepFailedException)?.Diagnosis };
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Failure: failed);
        }
    }
}
