using Stores.Slots;

namespace Stores.Sweeps;

/// <summary>Input of <c>FindOrphans</c>.</summary>
/// <param name="Sweep">The sweep.</param>
/// <param name="Slots">Who holds or waits for a provisioning slot, as it was before.</param>
public sealed record FindOrphansInput(SweepInput Sweep, IReadOnlyList<SlotHolding> Slots);
