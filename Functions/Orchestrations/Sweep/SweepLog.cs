using Microsoft.Extensions.Logging;
using Stores.Sweeps;

namespace Functions.Orchestrations.Sweep;

/// <summary>What sweeps came to, a line each, and a line for what each did; given a replay-safe logger, once each.</summary>
internal static partial class SweepLog
{
    public static void LogReport(this ILogger logger, SweepReport report)
    {
        if (report.Survey is not { } survey)
        {
            NotSurveyed(logger, report.Id, report.Failure!.Reason, report.Failure.Message);
            return;
        }

        foreach (var orphan in survey.Orphans.Where(orphan => orphan.Outcome != OrphanOutcome.None))
        {
            Acted(logger, report.Id, orphan.Action, orphan.Kind, orphan.What, orphan.Outcome, orphan.Why, orphan.Detail ?? "");
        }

        Swept(
            logger, report.Id, report.DryRun, survey.Counts.Namespaces, survey.Counts.Stores, survey.Found, report.Done,
            survey.Counts.ApiRequests);
    }

    [LoggerMessage(
        Level = LogLevel.Information,
        Message = "Sweep {Sweep} (dry run {DryRun}) looked at {Namespaces} namespaces and {Stores} stores: {Found} orphans, "
            + "{Done} removed or marked; {Requests} API requests")]
    private static partial void Swept(
        ILogger logger, string sweep, bool dryRun, int namespaces, int stores, int found, int done, int requests);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sweep {Sweep}: {Action} {Kind} {What}: {Outcome}. {Why} {Detail}")]
    private static partial void Acted(
        ILogger logger, string sweep, OrphanAction action, OrphanKind kind, string what, OrphanOutcome outcome, string why, string detail);

    [LoggerMessage(Level = LogLevel.Error, Message = "Sweep {Sweep} could not look around: {Reason}: {Cause}. The next sweep tries again.")]
    private static partial void NotSurveyed(ILogger logger, string sweep, string reason, string cause);
}
