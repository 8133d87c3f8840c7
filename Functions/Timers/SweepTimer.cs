using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Sweeps;

namespace Functions.Timers;

/// <summary>Asks for a sweep every quarter of an hour; whether one begins is the sweeps' own decision.</summary>
public sealed class SweepTimer(IOptions<SweepSettings> settings, TimeProvider clock)
{
    // A constant: a setting in percent signs would have no default, and an app without it would not start.
    private const string EveryQuarterOfAnHour = "0 */15 * * * *";

    /// <summary>Schedules the orchestration and no more.</summary>
    [Function(nameof(SweepTimer))]
    public Task RunAsync(
        [TimerTrigger(EveryQuarterOfAnHour)] TimerInfo timer,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        client.ScheduleNewOrchestrationInstanceAsync(
            OrchestratorNames.BeginSweep,
            SweepRequest.Create(SweepTrigger.Timer, dryRun: false, settings.Value, clock.GetUtcNow().UtcDateTime),
            cancellationToken);
}
