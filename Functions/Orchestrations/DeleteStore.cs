using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>Removes a store and proves that nothing of it is left.</summary>
public static class DeleteStore
{
    /// <summary>Input <see cref="OperationInput"/>; the outcome goes to the <see cref="StoreEntity"/>.</summary>
    [Function(nameof(DeleteStore))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var operation = context.GetInput<OperationInput>()!;
        var outcome = await RemoveAsync(context, operation, new OperationSteps(context, operation));
        context.CreateReplaySafeLogger(nameof(DeleteStore)).LogOutcome(operation, outcome);
        await context.Entities.CallEntityAsync(StoreEntity.IdOf(operation.Store.Name), nameof(StoreEntity.End), outcome);
    }

    private static async Task<OperationOutcome> RemoveAsync(TaskOrchestrationContext context, OperationInput operation, OperationSteps steps)
    {
        var removal = new StoreRemoval(operation, steps);
        try
        {
            var inventory = await removal.InventoryAsync();
            await removal.UninstallAsync();
            var notChecked = await removal.DeleteNamespaceAsync();
            await removal.DeleteCredentialsAsync();
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Receipt: new DeletionReceipt(inventory, context.CurrentUtcDateTime, notChecked));
        }
        catch (Exception exception)
        {
            var failure = exception is StepFailedException failed ? failed.Failure : new StoreFailure(StoreFailure.Unexpected, exception.Message);
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Failure: new FailureRecord(steps.Current, failure, [$"whatever {steps.Current} was to remove or to prove absent"]));
        }
    }
}
