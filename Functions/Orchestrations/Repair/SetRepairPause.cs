using Functions.Entities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Orchestrations.Repair;

/// <summary>
/// Pauses a store's repairs or lets them go on, and returns the store: a client can signal an entity, but only an orchestration gets its
/// answer.
/// </summary>
public static class SetRepairPause
{
    /// <summary>Input <see cref="RepairPauseRequest"/>, output <see cref="StoreRecord"/>.</summary>
    [Function(OrchestratorNames.SetRepairPause)]
    public static Task<StoreRecord> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, RepairPauseRequest change)
    {
        return context.Entities.CallEntityAsync<StoreRecord>(StoreEntity.IdOf(change.Name), nameof(StoreEntity.SetRepairPause), change);
    }
}
