using Functions.Entities;
using Microsoft.DurableTask;
using Stores.Lifecycle;
using Stores.Readiness;
using Stores.Removal;

namespace Functions.Orchestrations.Operations;

/// <summary>
/// An operation from its first step to its end: its work, in a provisioning slot where it needs one, what becomes of the store when that
/// fails, and the word to the log and to the store of how it ended.
/// </summary>
/// <param name="context">The operation's orchestration.</param>
/// <param name="operation">Its input.</param>
/// <param name="orchestrator">The orchestrator's name, which is the category of what it logs.</param>
internal abstract class OperationFrame(TaskOrchestrationContext context, OperationInput operation, string orchestrator)
{
    protected OperationInput Operation => operation;

    protected OperationSteps Steps { get; } = new(context, operation);

    /// <summary>The operation's time (UTC).</summary>
    protected DateTime Now => context.CurrentUtcDateTime;

    /// <summary>Whether it waits for one of the slots that bound how much is done at once.</summary>
    protected virtual bool NeedsSlot => true;

    /// <summary>Whether it works on a shop that stays when it fails.</summary>
    protected virtual bool ShopStays => false;

    /// <summary>What it has removed so far, should it fail; null when it removes nothing.</summary>
    protected virtual RemovalRecord? Removal => null;

    /// <summary>Runs the operation and tells log and store how it ended.</summary>
    public async Task RunAsync()
    {
        var outcome = await (NeedsSlot ? AttemptInSlotAsync() : AttemptAsync());
        context.CreateReplaySafeLogger(orchestrator).LogOutcome(operation, outcome, ShopStays);
        await context.Entities.CallEntityAsync(StoreEntity.IdOf(operation.Store.Name), nameof(StoreEntity.End), outcome);
    }

    /// <summary>Does what the operation is for.</summary>
    protected abstract Task<OperationOutcome> WorkAsync();

    /// <summary>Deals with what a failure leaves, still in the slot.</summary>
    /// <returns>The failure, with what became of the store.</returns>
    protected virtual Task<FailureRecord> SettleAsync(FailureRecord failed) => Task.FromResult(failed);

    protected OperationOutcome Ready(ReadyShop shop) => OperationOutcome.Ready(operation.Id, Now, shop);

    private async Task<OperationOutcome> AttemptInSlotAsync()
    {
        var hasBegun = false;
        try
        {
            return await ProvisioningSlot.RunAsync(context, operation, Steps, () =>
            {
                hasBegun = true;
                return AttemptAsync();
            });
        }
        catch (Exception exception) when (!hasBegun)
        {
            return await FailAsync(exception);
        }
    }

    private async Task<OperationOutcome> AttemptAsync()
    {
        try
        {
            return await WorkAsync();
        }
        catch (Exception exception)
        {
            return await FailAsync(exception);
        }
    }

    private async Task<OperationOutcome> FailAsync(Exception exception)
    {
        var failed = await SettleAsync(new FailureRecord(Steps.Current, Steps.Explain(exception), [])
        {
            Diagnosis = (exception as StepFailedException)?.Diagnosis,
        });
        // What is kept for a while is removed by the settings that the operation had.
        return new OperationOutcome(operation.Id, Now, Failure: failed, Settings: failed.KeptUntil is null ? null : operation.Settings)
        {
            Removal = Removal,
        };
    }
}
