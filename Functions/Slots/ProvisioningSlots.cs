using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;

namespace Functions.Slots;

/// <summary>The semaphore that keeps the number of stores being provisioned at once within bounds, across all instances of the app.</summary>
public sealed class ProvisioningSlots : TaskEntity<SlotQueue>
{
    /// <summary>The one instance.</summary>
    public static EntityInstanceId Id { get; } = new(nameof(ProvisioningSlots), "default");

    /// <summary>Runs the entity's operations.</summary>
    [Function(nameof(ProvisioningSlots))]
    public static Task RunAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<ProvisioningSlots>();

    /// <summary>Takes a slot or a place in the queue.</summary>
    /// <returns>0 with a slot, else the place in the queue, from 1.</returns>
    public int Acquire(SlotAcquisition acquisition)
    {
        State = State.Acquire(acquisition.Request, acquisition.Capacity);
        return State.PositionOf(acquisition.Request.Holder)!.Value;
    }

    /// <summary>Gives back a slot or a place in the queue.</summary>
    /// <returns>The instance ids that hold a slot now because of it, to be told.</returns>
    public IReadOnlyList<string> Release(string holder)
    {
        var before = State;
        State = State.Release(holder);
        return [.. State.Holders.Select(entry => entry.Holder).Except(before.Holders.Select(entry => entry.Holder))];
    }

    /// <summary>Who holds a slot or waits for one.</summary>
    public IReadOnlyList<SlotHolding> List() => [.. State.Holders.Concat(State.Waiting).Select(entry => new SlotHolding(entry.Holder, entry.Store))];

    /// <inheritdoc/>
    protected override SlotQueue InitializeState(TaskEntityOperation entityOperation) => new();
}

/// <summary>Input of <see cref="ProvisioningSlots.Acquire"/>.</summary>
/// <param name="Request">Who asks.</param>
/// <param name="Capacity">How many may hold a slot at once.</param>
public sealed record SlotAcquisition(SlotRequest Request, int Capacity);
