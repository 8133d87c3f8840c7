using Stores.Core;
using Stores.Drift;

namespace Stores.Sweeps;

/// <summary>A store that was looked at.</summary>
/// <param name="Spec">The store.</param>
/// <param name="Generation">Its generation.</param>
/// <param name="Operations">How many operations stores of the name had had by then.</param>
/// <param name="Drifts">How it has drifted; empty when it has not any more.</param>
public sealed record StoreFinding(StoreSpec Spec, int Generation, int Operations, IReadOnlyList<StoreDrift> Drifts);
