namespace Stores.Slots;

/// <summary>
/// Who holds a provisioning slot and who waits for one, first come first served: the state of <c>ProvisioningSlotsEntity</c>.
/// </summary>
public sealed record SlotQueue
{
    /// <summary>How many may hold a slot at once, as the latest request said.</summary>
    public int Capacity { get; init; }

    /// <summary>Those who hold a slot, longest first.</summary>
    public IReadOnlyList<SlotLease> Holders { get; init; } = [];

    /// <summary>Those who wait, next first.</summary>
    public IReadOnlyList<SlotLease> Waiting { get; init; } = [];

    /// <summary>Takes a slot or a place in the queue; asking again renews the lease and keeps the place.</summary>
    public SlotQueue Acquire(SlotLease lease, int capacity)
    {
        var renewed = Renew(lease.Holder, lease.LeaseUntil) with { Capacity = capacity };
        return (PositionOf(lease.Holder) is null ? renewed with { Waiting = [.. Waiting, lease] } : renewed).Grant();
    }

    /// <summary>Whether a newcomer gets a slot at once or finds a place in a queue of at most <paramref name="mostWaiting"/>.</summary>
    public bool HasRoom(int capacity, int mostWaiting) => Waiting.Count < mostWaiting || (Waiting.Count == 0 && Holders.Count < capacity);

    /// <summary>Prolongs a lease; having none is fine, and a lease that lasts longer already is not shortened.</summary>
    public SlotQueue Renew(string holder, DateTime leaseUntil)
    {
        return this with { Holders = [.. Holders.Select(Prolong)], Waiting = [.. Waiting.Select(Prolong)] };

        SlotLease Prolong(SlotLease lease) => lease.Holder == holder && lease.LeaseUntil < leaseUntil
            ? lease with { LeaseUntil = leaseUntil }
            : lease;
    }

    /// <summary>Gives back slots or places in the queue; having none is fine.</summary>
    public SlotQueue Release(params IReadOnlyCollection<string> holders) =>
        (this with { Holders = Without(Holders, holders), Waiting = Without(Waiting, holders) }).Grant();

    /// <summary>Those whose lease has run out: they may have died.</summary>
    public IReadOnlyList<string> Expired(DateTime now) =>
        [.. Holders.Concat(Waiting).Where(lease => lease.LeaseUntil < now).Select(lease => lease.Holder)];

    /// <summary>The holder's place: 0 with a slot, 1 and up in the queue, null when it is unknown.</summary>
    public int? PositionOf(string holder)
    {
        if (Holders.Any(lease => lease.Holder == holder))
        {
            return 0;
        }

        var index = Waiting.ToList().FindIndex(lease => lease.Holder == holder);
        return index < 0 ? null : index + 1;
    }

    private SlotQueue Grant()
    {
        var granted = Math.Clamp(Capacity - Holders.Count, 0, Waiting.Count);
        return this with { Holders = [.. Holders, .. Waiting.Take(granted)], Waiting = [.. Waiting.Skip(granted)] };
    }

    private static IReadOnlyList<SlotLease> Without(IReadOnlyList<SlotLease> leases, IReadOnlyCollection<string> holders) =>
        [.. leases.Where(lease => !holders.Contains(lease.Holder))];
}
