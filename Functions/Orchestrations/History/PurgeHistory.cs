using Functions.Orchestrations.Operations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Stores.Core;

namespace Functions.Orchestrations.History;

/// <summary>
/// Removes the history of orchestrations that ended long ago: storage keeps it for ever otherwise. What stores were and are is in their
/// entities.
/// </summary>
public static class PurgeHistory
{
    /// <summary>How long a history is kept; that of an operation outlives every question about it.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(30);

    /// <summary>Input: how often to try, and how far apart. Output: the number of histories removed.</summary>
    [Function(OrchestratorNames.PurgeHistory)]
    public static Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, RetrySettings retries) =>
        new ActivityTries(context, retries).CallAsync<int>(
            ActivityNames.PurgeEndedOrchestrations, context.CurrentUtcDateTime - Retention);
}
