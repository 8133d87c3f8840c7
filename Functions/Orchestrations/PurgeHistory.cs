using Functions.Activities;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>
/// Removes the history of orchestrations that ended long ago: storage keeps it for ever otherwise. What stores were and are is in their
/// entities.
/// </summary>
public static class PurgeHistory
{
    /// <summary>How long a history is kept; that of an operation outlives every question about it.</summary>
    public static TimeSpan Retention { get; } = TimeSpan.FromDays(30);

    /// <summary>No input; the number of histories removed as output.</summary>
    [Function(nameof(PurgeHistory))]
    public static Task<int> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context) =>
        new ActivityTries(context, new OperationSettings().Steps).CallAsync<int>(
            nameof(PurgeEndedOrchestrations), context.CurrentUtcDateTime - Retention);
}
