using Functions.Orchestrations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Functions.Timers;

/// <summary>Asks every night for the removal of the history of orchestrations that ended long ago.</summary>
public static class HistoryTimer
{
    // A constant: a setting in percent signs would have no default, and an app without it would not start.
    private const string EveryNight = "0 30 3 * * *";

    /// <summary>Schedules the orchestration and no more.</summary>
    [Function(nameof(HistoryTimer))]
    public static Task RunAsync(
        [TimerTrigger(EveryNight)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(nameof(PurgeHistory), cancellation: cancellationToken);
}
