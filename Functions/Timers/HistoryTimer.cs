using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Timers;

/// <summary>Asks every night for the removal of the history of orchestrations that ended long ago.</summary>
public sealed class HistoryTimer(IOptions<OperationSettings> settings)
{
    // A constant: a setting in percent signs would have no default, and an app without it would not start.
    private const string EveryNight = "0 30 3 * * *";

    /// <summary>Schedules the orchestration and no more.</summary>
    [Function(nameof(HistoryTimer))]
    public Task RunAsync(
        [TimerTrigger(EveryNight)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(OrchestratorNames.PurgeHistory, settings.Value.Steps, cancellationToken);
}
