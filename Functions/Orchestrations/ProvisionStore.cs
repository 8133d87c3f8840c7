using Functions.Slots;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>Makes a store, one of a bounded number at a time; what fails or is cancelled is undone.</summary>
public static class ProvisionStore
{
    /// <summary>Input <see cref="OperationInput"/>; the outcome goes to the <see cref="StoreEntity"/>.</summary>
    [Function(nameof(ProvisionStore))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var operation = context.GetInput<OperationInput>()!;
        var steps = new OperationSteps(context, operation);
        var outcome = await ProvisionInSlotAsync(context, operation, steps);
        context.CreateReplaySafeLogger(nameof(ProvisionStore)).LogOutcome(operation, outcome);
        await context.Entities.CallEntityAsync(StoreEntity.IdOf(operation.Store.Name), nameof(StoreEntity.End), outcome);
    }

    private static async Task<OperationOutcome> ProvisionInSlotAsync(TaskOrchestrationContext context, OperationInput operation, OperationSteps steps)
    {
        var compensation = new Compensation();
        try
        {
            await steps.ReportAsync(Steps.AwaitSlot, "Waiting for a provisioning slot.");
            await SlotLease.TakeAsync(context, operation.Store.Name, operation.Settings, steps.Cancelled);
            var url = await new StoreInstallation(operation, steps).RunAsync(compensation);
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Url: url);
        }
        catch (Exception exception)
        {
            var failure = exception switch
            {
                StepFailedException failed => failed.Failure,
                OperationCancelledException => new StoreFailure("Cancelled", "The provision was stopped on request."),
                _ => new StoreFailure(StoreFailure.Unexpected, exception.Message),
            };
            var failedStep = steps.Current;
            var leftovers = await compensation.RunAsync();
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Failure: new FailureRecord(failedStep, failure, leftovers)
            {
                Diagnosis = (exception as StepFailedException)?.Diagnosis,
            });
        }
        finally
        {
            await SlotLease.ReleaseAsync(context);
        }
    }
}
