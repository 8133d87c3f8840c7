using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>
/// Pauses a store's repairs or lets them go on, and returns the store: a client can signal an entity, but only an orchestration gets its
/// answer.
/// </summary>
public static class ChangeRepairs
{
    /// <summary>Input <see cref="RepairChange"/>, output <see cref="StoreRecord"/>.</summary>
    [Function(nameof(ChangeRepairs))]
    public static Task<StoreRecord> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, RepairChange change)
    {
        return context.Entities.CallEntityAsync<StoreRecord>(StoreEntity.IdOf(change.Name), nameof(StoreEntity.ChangeRepairs), change);
    }
}
