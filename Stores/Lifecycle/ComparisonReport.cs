using Stores.Drift;

namespace Stores.Lifecycle;

/// <summary>What a comparison found of one store.</summary>
/// <param name="Generation">The store's generation when it was looked at.</param>
/// <param name="Operations">How many operations stores of the name had had by then.</param>
/// <param name="Drifts">Empty when it is as it should be.</param>
/// <param name="Settings">What to make of it.</param>
/// <param name="At">UTC.</param>
public sealed record ComparisonReport(
    int Generation, int Operations, IReadOnlyList<StoreDrift> Drifts, RepairSettings Settings, DateTime At);
