using Stores.Core;

namespace Stores.Sweeps;

/// <summary>What a sweep saw and did.</summary>
/// <param name="Id">The sweep's id.</param>
/// <param name="Trigger">Who asked for it.</param>
/// <param name="DryRun">Whether it only told what it would do.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="EndedAt">UTC.</param>
/// <param name="Survey">What it saw, and what became of it; null when the survey failed.</param>
/// <param name="Failure">Why the survey failed; null when it did not.</param>
public sealed record SweepReport(
    string Id, SweepTrigger Trigger, bool DryRun, DateTime StartedAt, DateTime EndedAt, SweepSurvey? Survey, StoreFailure? Failure = null)
{
    /// <summary>How many orphans were removed or marked.</summary>
    public int Done { get; init; }
}
