using Stores.Drift;
using Stores.Lifecycle;

namespace Functions.Entities;

/// <content>What comparisons and operators say of drift and repairs.</content>
public sealed partial class StoreEntity
{
    /// <summary>Takes in a comparison with the cluster.</summary>
    /// <returns>Whether a repair is to be asked for now.</returns>
    public RepairDecision Compare(ComparisonReport report)
    {
        (State, var decision) = RepairLifecycle.Compare(State, report);
        return decision;
    }

    /// <summary>Pauses the repairs of a store that exists, or lets them go on.</summary>
    /// <returns>The store as it is then.</returns>
    public StoreRecord SetRepairPause(RepairPauseRequest change) => State = State.Phase is StorePhase.Absent or StorePhase.Deleted ? State
        : change.Pause is { } pause ? RepairLifecycle.Pause(State, pause)
        : RepairLifecycle.Resume(State, change.At);
}
