using Stores.Drift;
using Stores.Lifecycle;

namespace Stores.Sweeps;

/// <summary>Asks for a comparison of all stores with the cluster.</summary>
/// <param name="Id">The instance id that its orchestration gets.</param>
/// <param name="At">When it was asked for (UTC).</param>
/// <param name="Repair">When drift marks a store, and when it is repaired.</param>
/// <param name="Operations">How repairs are run.</param>
public sealed record ComparisonRequest(string Id, DateTime At, RepairSettings Repair, OperationSettings Operations)
{
    /// <summary>How long it rests between two pages of stores; zero for one that somebody waits for.</summary>
    public TimeSpan PagePause { get; init; }
}
