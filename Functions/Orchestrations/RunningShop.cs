using Functions.Stores;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Functions.Orchestrations;

/// <summary>Works on a store that runs, in a provisioning slot. What fails is not undone: the shop's data stay.</summary>
internal static class RunningShop
{
    /// <summary>Runs the work and tells the <see cref="StoreEntity"/> how it ended.</summary>
    /// <param name="context">The operation's orchestration.</param>
    /// <param name="operation">Its input.</param>
    /// <param name="logger">Its replay-safe logger.</param>
    /// <param name="work">The work, which returns the shop.</param>
    public static async Task WorkOnAsync(
        TaskOrchestrationContext context, OperationInput operation, ILogger logger,
        Func<OperationInput, OperationSteps, Task<ReadyShop>> work)
    {
        var outcome = await WorkAsync(context, operation, new OperationSteps(context, operation), work);
        logger.LogOutcome(operation, outcome, shopStays: true);
        await context.Entities.CallEntityAsync(StoreEntity.IdOf(operation.Store.Name), nameof(StoreEntity.End), outcome);
    }

    private static async Task<OperationOutcome> WorkAsync(
        TaskOrchestrationContext context, OperationInput operation, OperationSteps steps,
        Func<OperationInput, OperationSteps, Task<ReadyShop>> work)
    {
        try
        {
            var shop = await ProvisioningSlot.RunAsync(context, operation, steps, () => work(operation, steps));
            return OperationOutcome.Ready(operation.Id, context.CurrentUtcDateTime, shop);
        }
        catch (Exception exception)
        {
            var failed = new FailureRecord(steps.Current, steps.Explain(exception), [])
            {
                Diagnosis = (exception as StepFailedException)?.Diagnosis,
            };
            return new OperationOutcome(operation.Id, context.CurrentUtcDateTime, Failure: failed);
        }
    }
}
