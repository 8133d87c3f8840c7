using Functions.Entities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Orchestrations.Remove;

/// <summary>
/// Removes a failed store that was kept for debugging when its time is over, unless it is gone or another generation by then.
/// </summary>
public static class ExpireKeptStore
{
    /// <summary>Input <see cref="KeptStore"/>.</summary>
    [Function(OrchestratorNames.ExpireKeptStore)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, KeptStore kept)
    {
        await context.CreateTimer(kept.Until, CancellationToken.None);
        var store = kept.Spec.Name;
        var id = $"delete-{store}-{context.NewGuid():N}";
        var request = new OperationRequest(id, StoreRequestKind.Delete, store, kept.Settings, context.CurrentUtcDateTime)
        {
            KeptGeneration = kept.Generation,
        };
        await context.Entities.CallEntityAsync<OperationDecision>(StoreEntity.IdOf(store), nameof(StoreEntity.Begin), request);
    }
}
