using Functions.Stores;

namespace Functions.Api;

/// <summary>Why a store is Degraded.</summary>
/// <param name="Since">Since when (UTC).</param>
/// <param name="Reasons">Each with a reason, one CamelCase word, and a message; the gravest first.</param>
public sealed record DegradationResponse(DateTime Since, IReadOnlyList<StoreFailure> Reasons);

/// <summary>What repairs of a store came to.</summary>
/// <param name="Attempts">Repairs begun because of the same drift.</param>
/// <param name="LastAt">When the latest began, or ended when it has (UTC).</param>
/// <param name="LastFailure">Why it failed; null when it did not.</param>
/// <param name="NextAt">When the next may begin by itself (UTC); null when nothing waits.</param>
/// <param name="Pause">Since when, until when and why no repair begins by itself; null when repairs may.</param>
/// <param name="Drifts">What the latest comparison saw.</param>
public sealed record RepairResponse(
    int Attempts, DateTime? LastAt, StoreFailure? LastFailure, DateTime? NextAt, RepairPause? Pause, IReadOnlyList<DriftResponse> Drifts)
{
    /// <summary>Shows what is remembered.</summary>
    public static RepairResponse From(RepairState state) => new(
        state.Attempts, state.LastAt, state.LastFailure, state.NextAt, state.Pause,
        [
            .. state.Drifts.Select(sighting => new DriftResponse(
                sighting.Drift.Subject, sighting.Drift.Reason, sighting.Drift.Message, sighting.Drift.Remedy, sighting.Since,
                sighting.Times)),
        ]);
}

/// <summary>One way in which a store has drifted.</summary>
/// <param name="Subject">What has: "NetworkPolicy deny-all".</param>
/// <param name="Reason">One CamelCase word.</param>
/// <param name="Message">What was met, and what to do where a repair does not help.</param>
/// <param name="Remedy">Repair, Wait or Operator.</param>
/// <param name="Since">When it was seen first (UTC).</param>
/// <param name="Times">In how many comparisons.</param>
public sealed record DriftResponse(string Subject, string Reason, string Message, DriftRemedy Remedy, DateTime Since, int Times);

/// <summary>Answer of GET /api/comparisons.</summary>
/// <param name="Running">Since when one runs (UTC); null when none does.</param>
/// <param name="Latest">What the latest came to; null before the first.</param>
public sealed record ComparisonResponse(DateTime? Running, ComparisonSummary? Latest);
