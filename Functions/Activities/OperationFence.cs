using Functions.Orchestrations;
using Functions.Stores;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Entities;

namespace Functions.Activities;

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
        var store = await client.Entities.GetEntityAsync<StoreRecord>(
            new EntityInstanceId(nameof(StoreEntity), step.Store.Name.Value), cancellationToken);
        if (store?.State is not { Operation: { } running } record || running.Id != step.Operation
            || record.Generation != step.Store.Generation)
        {
            throw new PermanentStoreFailureException(
                "Superseded", $"Operation {step.Operation} is not the running one of store {step.Store} any more.");
        }
    }
}
