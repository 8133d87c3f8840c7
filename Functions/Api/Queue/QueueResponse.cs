using Stores.Slots;

namespace Functions.Api.Queue;

/// <summary>Answer of GET /api/queue.</summary>
/// <param name="Capacity">How many stores may be provisioned at once.</param>
/// <param name="Provisioning">Those that hold a slot.</param>
/// <param name="Waiting">Those that wait for one, next first.</param>
public sealed record QueueResponse(int Capacity, IReadOnlyList<SlotHolderResponse> Provisioning, IReadOnlyList<SlotWaiterResponse> Waiting)
{
    /// <summary>Shows the queue.</summary>
    /// <param name="queue">The slots' state; null before anyone ever asked for one.</param>
    /// <param name="capacity">The configured number of slots.</param>
    public static QueueResponse From(SlotQueue? queue, int capacity) => new(
        capacity,
        [.. (queue?.Holders ?? []).Select(entry => new SlotHolderResponse(entry.Store.Value, entry.Since, entry.LeaseUntil))],
        [.. (queue?.Waiting ?? []).Select((entry, index) => new SlotWaiterResponse(entry.Store.Value, index + 1, entry.Since))]);
}
