using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>Removes a store and proves that nothing of it is left.</summary>
public static class DeleteStore
{
    /// <summary>Input <see cref="OperationInput"/>; the outcome goes to the <see cref="StoreEntity"/>.</summary>
    [Function(nameof(DeleteStore))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, OperationInput operation)
    {
        var outcome = await RemoveAsync(context, operation, new OperationSteps(context, operation));
        context.CreateReplaySafeLogger(nameof(DeleteStore)).LogOutcome(operation, outcome);
        await context.Entities.CallEntityAsync(StoreEntity.IdOf(operation.Store.Name), nameof(StoreEntity.End), outcome);
    }

    private static async Task<OperationOutcome> RemoveAsync(
        TaskOrchestrationContext context, OperationInput operation, OperationSteps steps)
    {
        var (store, settings, earlier) = (operation.Store, operation.Settings, operation.Removal);
        var removal = new StoreRemoval(store with { Generation = earlier?.Generation ?? store.Generation }, settings, steps, earlier);
        try
        {
            await removal.RunAsync();
            if (earlier is not null && earlier.Generation != store.Generation)
            {
                // What was left of the generation before was in the way of this one; the receipt names both.
                removal = new StoreRemoval(store, settings, steps, removal.Progress! with { Generation = store.Generation });
                await removal.RunAsync();
            }

            return new OperationOutcome(
                operation.Id, context.CurrentUtcDateTime, Receipt: removal.Progress!.ToReceipt(context.CurrentUtcDateTime));
        }
        catch (Exception exception)
        {
            var failed = new FailureRecord(
                steps.Current, steps.Explain(exception), [$"whatever {steps.Current} was to remove or to prove absent"]);
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Failure: failed) { Removal = removal.Progress };
        }
    }
}
