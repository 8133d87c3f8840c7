using Functions.Entities;
using Microsoft.DurableTask.Client;
using Stores.Core;

namespace Functions.Activities.Operations;

/// <summary>
/// Activities run at least once: one that was delivered twice may run when its operation has long ended. What makes something asks first
/// whether its operation still is the store's.
/// </summary>
internal static class OperationFence
{
    /// <summary>Lets the store's running operation pass.</summary>
    /// <exception cref="PermanentStoreFailureException">Superseded: the operation is not the store's any more.</exception>
    public static async Task RequireCurrentAsync(this DurableTaskClient client, StepInput step, CancellationToken cancellationToken)
    {
        var record = await client.ReadStoreAsync(step.Store.Name, cancellationToken);
        if (record.Operation?.Id != step.Operation || record.Generation != step.Store.Generation)
        {
            throw new PermanentStoreFailureException(
                Reasons.Superseded, $"Operation {step.Operation} is not the running one of store {step.Store} any more.");
        }
    }
}
