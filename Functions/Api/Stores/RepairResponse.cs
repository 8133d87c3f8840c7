using Stores.Core;
using Stores.Drift;

namespace Functions.Api.Stores;

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
