using Functions.Stores;

namespace Functions.Orchestrations;

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
    public StoreRecord ChangeRepairs(RepairChange change) => State = State.Phase is StorePhase.Absent or StorePhase.Deleted ? State
        : change.Pause is { } pause ? RepairLifecycle.Pause(State, pause)
        : RepairLifecycle.Resume(State, change.At);
}

/// <summary>An operator's word about a store's repairs.</summary>
/// <param name="Name">The store.</param>
/// <param name="At">UTC.</param>
/// <param name="Pause">The pause; null to let repairs go on.</param>
public sealed record RepairChange(StoreName Name, DateTime At, RepairPause? Pause);
