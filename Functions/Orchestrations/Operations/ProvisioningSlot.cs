using Microsoft.DurableTask;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Orchestrations.Operations;

/// <summary>Runs an operation's work in a provisioning slot.</summary>
internal static class ProvisioningSlot
{
    /// <summary>Takes a slot, keeps its lease while the work lasts, and gives it back whatever happened.</summary>
    /// <param name="context">The operation's orchestration.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="steps">Its steps; when they are cancelled before there is a slot, the work does not begin.</param>
    /// <param name="work">The work.</param>
    /// <exception cref="OperationCancelledException">The operation was cancelled in the queue.</exception>
    public static async Task<T> RunAsync<T>(
        TaskOrchestrationContext context, OperationInput operation, OperationSteps steps, Func<Task<T>> work)
    {
        using var stop = new CancellationTokenSource();
        var keeping = Task.CompletedTask;
        try
        {
            await steps.ReportAsync(Steps.AwaitSlot, "Waiting for a provisioning slot.");
            await SlotLeasing.TakeAsync(context, operation.Store, operation.Settings, steps.Cancelled);
            steps.ThrowIfCancelled();
            keeping = SlotLeasing.KeepAsync(context, operation.Store, operation.Settings, stop.Token);
            return await work();
        }
        finally
        {
            // An open timer would keep the orchestration from completing.
            stop.Cancel();
            await keeping;
            await SlotLeasing.ReleaseAsync(context, operation.Id);
        }
    }
}
