namespace Stores.Sweeps;

/// <summary>Which sweep runs, what the last ones came to and what they saw.</summary>
public sealed record SweepLedger
{
    /// <summary>How many reports are kept.</summary>
    public const int MostReports = 50;

    // A sweep takes minutes; one that has not ended by now has lost its orchestration.
    private static readonly TimeSpan s_lost = TimeSpan.FromHours(1);

    /// <summary>The sweep that runs; null between sweeps.</summary>
    public SweepRequest? Running { get; init; }

    /// <summary>The latest reports, newest first, without their orphans.</summary>
    public IReadOnlyList<SweepReport> Reports { get; init; } = [];

    /// <summary>What the last sweep that was no dry run saw and did not do away with.</summary>
    public IReadOnlyList<OrphanSighting> Sightings { get; init; } = [];

    /// <summary>Decides whether a sweep begins: one runs at a time.</summary>
    public (SweepLedger Ledger, SweepDecision Decision) Begin(SweepRequest request) =>
        Running is { } running && running.Id != request.Id && request.At - running.At < s_lost
            ? (this, new SweepDecision(false, running))
            : (this with { Running = request }, new SweepDecision(true, request));

    /// <summary>Takes in how a sweep ended; hearing it twice changes nothing more.</summary>
    /// <returns>The ledger, and the ids of the reports that are kept no longer.</returns>
    public (SweepLedger Ledger, IReadOnlyList<string> Dropped) End(SweepReport report)
    {
        var reports = Reports.Where(kept => kept.Id != report.Id)
            .Prepend(report with { Survey = report.Survey is { } survey ? survey with { Orphans = [] } : null }).ToList();
        var current = Running?.Id == report.Id;
        var ledger = this with
        {
            Running = current ? null : Running,
            Reports = [.. reports.Take(MostReports)],
            Sightings = current && !report.DryRun && report.Survey is not null
                ? [.. report.Survey.Orphans.Where(IsStillThere).Select(Sight)]
                : Sightings,
        };
        return (ledger, [.. reports.Skip(MostReports).Select(dropped => dropped.Id)]);
    }

    // A release is judged with its namespace.
    private static bool IsStillThere(Orphan orphan) =>
        orphan.Kind != OrphanKind.Release && orphan.Outcome is OrphanOutcome.None or OrphanOutcome.Failed;

    private static OrphanSighting Sight(Orphan orphan) => new(orphan.Kind, orphan.What, orphan.Uid, orphan.FirstSeen, orphan.Sightings);
}
