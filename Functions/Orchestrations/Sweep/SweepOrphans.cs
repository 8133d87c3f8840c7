using Functions.Entities;
using Functions.Orchestrations.Operations;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Stores.Core;
using Stores.Slots;
using Stores.Sweeps;

namespace Functions.Orchestrations.Sweep;

/// <summary>
/// Looks for what lacks its other half - namespaces, passwords, stores, slots, operations - and removes or marks what has done so for long.
/// </summary>
public static class SweepOrphans
{
    /// <summary>Input <see cref="SweepInput"/>; the report goes to the <see cref="SweepHistoryEntity"/>.</summary>
    [Function(OrchestratorNames.SweepOrphans)]
    public static async Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, SweepInput sweep)
    {
        var started = context.CurrentUtcDateTime;
        var (survey, failure) = await SurveyAsync(context, sweep);
        if (survey is not null && !sweep.Request.DryRun)
        {
            survey = survey with { Orphans = await new OrphanRemoval(context, sweep.Request.Settings).RunAsync(survey.Orphans) };
        }

        var report = new SweepReport(
            sweep.Request.Id, sweep.Request.Trigger, sweep.Request.DryRun, started, context.CurrentUtcDateTime, survey, failure)
        {
            Done = survey?.Orphans.Count(orphan => orphan.Outcome == OrphanOutcome.Done) ?? 0,
        };
        context.CreateReplaySafeLogger(nameof(SweepOrphans)).LogReport(report);
        // In this order: what the history lists has its report.
        await context.Entities.CallEntityAsync(SweepReportEntity.IdOf(report.Id), nameof(SweepReportEntity.Keep), report);
        await context.Entities.CallEntityAsync(SweepHistoryEntity.Id, nameof(SweepHistoryEntity.End), report);
    }

    private static async Task<(SweepSurvey? Survey, StoreFailure? Failure)> SurveyAsync(TaskOrchestrationContext context, SweepInput sweep)
    {
        try
        {
            var slots = await context.Entities.CallEntityAsync<IReadOnlyList<SlotHolding>>(
                ProvisioningSlotsEntity.Id, nameof(ProvisioningSlotsEntity.List));
            return (await new ActivityTries(context, sweep.Request.Settings.Steps).CallAsync<SweepSurvey>(
                ActivityNames.FindOrphans, new FindOrphansInput(sweep, slots)), null);
        }
        catch (TaskFailedException failed)
        {
            return (null, ActivityFailure.Of(failed));
        }
    }
}
