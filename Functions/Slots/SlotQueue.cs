namespace Functions.Slots;

/// <summary>Who holds a provisioning slot and who waits for one, first come first served: the state of <see cref="ProvisioningSlots"/>.</summary>
public sealed record SlotQueue
{
    /// <summary>How many may hold a slot at once, as the latest request said.</summary>
    public int Capacity { get; init; }

    /// <summary>Those who hold a slot, longest first.</summary>
    public IReadOnlyList<SlotRequest> Holders { get; init; } = [];

    /// <summary>Those who wait, next first.</summary>
    public IReadOnlyList<SlotRequest> Waiting { get; init; } = [];

    /// <summary>Takes a slot or a place in the queue; asking again changes nothing.</summary>
    public SlotQueue Acquire(SlotRequest request, int capacity)
    {
        var known = Holders.Concat(Waiting).Any(entry => entry.Holder == request.Holder);
        return (this with { Capacity = capacity, Waiting = known ? Waiting : [.. Waiting, request] }).Grant();
    }

    /// <summary>Gives back a slot or a place in the queue; having none is fine.</summary>
    public SlotQueue Release(string holder) =>
        (this with { Holders = Without(Holders, holder), Waiting = Without(Waiting, holder) }).Grant();

    /// <summary>The holder's place: 0 with a slot, 1 and up in the queue, null when it is unknown.</summary>
    public int? PositionOf(string holder)
    {
        if (Holders.Any(entry => entry.Holder == holder))
        {
            return 0;
        }

        var index = Waiting.ToList().FindIndex(entry => entry.Holder == holder);
        return index < 0 ? null : index + 1;
    }

    private SlotQueue Grant()
    {
        var granted = Math.Clamp(Capacity - Holders.Count, 0, Waiting.Count);
        return this with { Holders = [.. Holders, .. Waiting.Take(granted)], Waiting = [.. Waiting.Skip(granted)] };
    }

    private static IReadOnlyList<SlotRequest> Without(IReadOnlyList<SlotRequest> entries, string holder) =>
        [.. entries.Where(entry => entry.Holder != holder)];
}
