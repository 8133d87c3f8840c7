using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>
/// Removes a failed store that was kept for debugging when its time is over, unless it is gone or another generation by then.
/// </summary>
public static class ExpireKeptStore
{
    /// <summary>Input <see cref="KeptStore"/>.</summary>
    [Function(nameof(ExpireKeptStore))]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, KeptStore kept)
    {
        await context.CreateTimer(kept.Until, CancellationToken.None);
        var id = $"delete-{kept.Spec.Name}-{context.NewGuid():N}";
        var request = new OperationRequest(id, StoreRequestKind.Delete, kept.Spec, kept.Settings, context.CurrentUtcDateTime)
        {
            KeptGeneration = kept.Generation,
        };
        await context.Entities.CallEntityAsync<OperationDecision>(StoreEntity.IdOf(kept.Spec.Name), nameof(StoreEntity.Begin), request);
    }
}

/// <summary>Input of <see cref="ExpireKeptStore"/>.</summary>
/// <param name="Spec">The store.</param>
/// <param name="Generation">Its generation; a later one is left alone.</param>
/// <param name="Until">When it is removed (UTC).</param>
/// <param name="Settings">How.</param>
public sealed record KeptStore(StoreSpec Spec, int Generation, DateTime Until, OperationSettings Settings);
