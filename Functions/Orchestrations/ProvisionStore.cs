using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>
/// Makes a store, one of a bounded number at a time; what is cancelled is undone, and what fails is undone or kept for debugging.
/// </summary>
public static class ProvisionStore
{
    /// <summary>Input <see cref="OperationInput"/>; the outcome goes to the <see cref="StoreEntity"/>.</summary>
    [Function(nameof(ProvisionStore))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, OperationInput operation)
    {
        var steps = new OperationSteps(context, operation);
        var outcome = await ProvisionAsync(context, operation, steps);
        context.CreateReplaySafeLogger(nameof(ProvisionStore)).LogOutcome(operation, outcome);
        await context.Entities.CallEntityAsync(StoreEntity.IdOf(operation.Store.Name), nameof(StoreEntity.End), outcome);
    }

    private static async Task<OperationOutcome> ProvisionAsync(
        TaskOrchestrationContext context, OperationInput operation, OperationSteps steps)
    {
        var compensation = new Compensation();
        var removal = StoreRemoval.BeforeProvision(operation, steps);
        var previous = new PreviousGeneration(operation.Previous is null ? null : removal);
        compensation.Register("The generation before", previous.RemoveAsync);
        try
        {
            return await ProvisioningSlot.RunAsync(context, operation, steps, async () =>
            {
                try
                {
                    if (operation.Previous is not null)
                    {
                        await previous.RemoveAsync();
                        removal = new StoreRemoval(operation.Store, operation.Settings, steps);
                    }

                    var shop = await new StoreInstallation(operation, steps).RunAsync(compensation, removal);
                    return OperationOutcome.Ready(operation.Id, context.CurrentUtcDateTime, shop);
                }
                catch (Exception exception)
                {
                    return await FailAsync(context, operation, steps, compensation, removal, previous, exception);
                }
            });
        }
        catch (OperationCancelledException cancelled)
        {
            return await FailAsync(context, operation, steps, compensation, removal, previous, cancelled);
        }
    }

    private static async Task<OperationOutcome> FailAsync(
        TaskOrchestrationContext context, OperationInput operation, OperationSteps steps, Compensation compensation, StoreRemoval removal,
        PreviousGeneration previous, Exception exception)
    {
        var failed = new FailureRecord(steps.Current, steps.Explain(exception), [])
        {
            Diagnosis = (exception as StepFailedException)?.Diagnosis,
        };
        if (operation.Spec.OnFailure == FailurePolicy.Keep && previous.IsRemoved && !steps.Cancelled.IsCompleted)
        {
            var kept = failed with { KeptUntil = context.CurrentUtcDateTime + operation.Settings.KeepFailed };
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Failure: kept, Settings: operation.Settings)
            {
                Removal = removal.Progress,
            };
        }

        var leftovers = await compensation.RunAsync();
        return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Failure: failed with { Leftovers = leftovers })
        {
            Removal = removal.Progress,
        };
    }
}
