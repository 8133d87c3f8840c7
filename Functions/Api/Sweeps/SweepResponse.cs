using System.Text.Json.Serialization;
using Stores.Core;
using Stores.Sweeps;

namespace Functions.Api.Sweeps;

/// <summary>A sweep as the API shows it.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Status">Running, Completed or Failed.</param>
/// <param name="Trigger">Timer or Request.</param>
/// <param name="DryRun">Whether it only tells what it would do.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="EndedAt">UTC; null while it runs.</param>
/// <param name="Counts">What it looked at; null before it has.</param>
/// <param name="Found">How many orphans there were.</param>
/// <param name="Done">How many of them it removed or marked.</param>
/// <param name="Unchecked">What could not be looked at, and why.</param>
/// <param name="Failure">Why it could not look around.</param>
/// <param name="Findings">The orphans, at most a hundred and their releases; left out of lists.</param>
public sealed record SweepResponse(
    string Id, string Status, SweepTrigger Trigger, bool DryRun, DateTime StartedAt, DateTime? EndedAt, SweepCounts? Counts, int Found,
    int Done, IReadOnlyList<string> Unchecked, StoreFailure? Failure,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<OrphanResponse>? Findings)
{
    /// <summary>Shows a sweep that runs.</summary>
    public static SweepResponse From(SweepRequest running) =>
        new(running.Id, "Running", running.Trigger, running.DryRun, running.At, null, null, 0, 0, [], null, null);

    /// <summary>Shows a report.</summary>
    /// <param name="report">The report.</param>
    /// <param name="withFindings">Whether with its orphans.</param>
    public static SweepResponse From(SweepReport report, bool withFindings) => new(
        report.Id, report.Failure is null ? "Completed" : "Failed", report.Trigger, report.DryRun, report.StartedAt, report.EndedAt,
        report.Survey?.Counts, report.Survey?.Found ?? 0, report.Done, report.Survey?.Unchecked ?? [], report.Failure,
        withFindings ? [.. (report.Survey?.Orphans ?? []).Select(OrphanResponse.From)] : null);
}
