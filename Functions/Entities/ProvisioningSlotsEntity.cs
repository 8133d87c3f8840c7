using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Stores.Core;
using Stores.Slots;

namespace Functions.Entities;

/// <summary>
/// The semaphore that keeps the number of stores being provisioned at once within bounds, across all instances of the app.
/// </summary>
public sealed class ProvisioningSlotsEntity : TaskEntity<SlotQueue>
{
    /// <summary>The one instance.</summary>
    public static EntityInstanceId Id { get; } = new(EntityNames.ProvisioningSlots, "default");

    [Function(EntityNames.ProvisioningSlots)]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) =>
        dispatcher.DispatchAsync<ProvisioningSlotsEntity>();

    /// <summary>Takes a slot or a place in the queue for an orchestration that is about to start, unless the queue is full.</summary>
    /// <returns>Without a position when the queue is full.</returns>
    public SlotAnswer Reserve(SlotRequest request) =>
        State.PositionOf(request.Lease.Holder) is null && !State.HasRoom(request.Capacity, request.MostWaiting)
            ? new SlotAnswer(null, [], State.Expired(request.At))
            : Acquire(request);

    /// <summary>Takes a slot or a place in the queue, or renews the lease of what it has.</summary>
    public SlotAnswer Acquire(SlotRequest request) =>
        Change(State.Acquire(request.Lease, request.Capacity), request.Lease.Holder, request.At);

    /// <summary>Prolongs the lease of one who works.</summary>
    public void Renew(SlotLease lease) => State = State.Renew(lease.Holder, lease.LeaseUntil);

    /// <summary>Gives back slots or places in the queue, one's own or those of orchestrations that are known to have ended.</summary>
    public SlotAnswer Release(IReadOnlyList<string> holders) => Change(State.Release(holders), null, DateTime.MinValue);

    /// <summary>Who holds a slot or waits for one.</summary>
    public IReadOnlyList<SlotHolding> List() =>
        [.. State.Holders.Concat(State.Waiting).Select(entry => new SlotHolding(entry.Holder, entry.Store))];

    /// <inheritdoc/>
    protected override SlotQueue InitializeState(TaskEntityOperation entityOperation) => new();

    private SlotAnswer Change(SlotQueue changed, string? asker, DateTime now)
    {
        var granted = changed.Holders.Select(lease => lease.Holder).Except(State.Holders.Select(lease => lease.Holder))
            .Where(holder => holder != asker).ToList();
        State = changed;
        return new SlotAnswer(asker is null ? null : changed.PositionOf(asker), granted, changed.Expired(now));
    }
}
