using Stores.Core;
using Stores.Slots;

namespace Functions.Tests.Stores.Slots;

public sealed class SlotQueueTests
{
    [Fact]
    public void The_first_two_hold_slots_and_the_others_wait_in_order()
    {
        var queue = Acquire(new SlotQueue(), "a", "b", "c", "d");

        Assert.Equal([0, 0, 1, 2], new[] { "a", "b", "c", "d" }.Select(holder => queue.PositionOf(holder)!.Value));
    }

    [Fact]
    public void A_released_slot_goes_to_the_first_who_waits()
    {
        var queue = Acquire(new SlotQueue(), "a", "b", "c", "d").Release("a");

        Assert.Equal(["b", "c"], queue.Holders.Select(entry => entry.Holder));
        Assert.Equal(1, queue.PositionOf("d"));
        Assert.Null(queue.PositionOf("a"));
    }

    [Fact]
    public void Asking_again_changes_nothing()
    {
        var queue = Acquire(new SlotQueue(), "a", "b", "c");
        var again = Acquire(queue, "c", "a");

        Assert.Equal(queue.Holders, again.Holders);
        Assert.Equal(queue.Waiting, again.Waiting);
    }

    [Fact]
    public void A_waiter_may_leave_and_a_release_may_come_twice()
    {
        var queue = Acquire(new SlotQueue(), "a", "b", "c", "d").Release("c").Release("c").Release("a").Release("a");

        Assert.Equal(["b", "d"], queue.Holders.Select(entry => entry.Holder));
        Assert.Empty(queue.Waiting);
    }

    [Fact]
    public void More_slots_admit_waiters_and_fewer_evict_nobody()
    {
        var queue = Acquire(new SlotQueue(), "a", "b", "c", "d");

        var grown = queue.Acquire(Request("d"), capacity: 3);
        Assert.Equal(3, grown.Holders.Count);

        var shrunk = grown.Acquire(Request("d"), capacity: 1).Release("a");
        Assert.Equal(["b", "c"], shrunk.Holders.Select(entry => entry.Holder));
        Assert.Equal(1, shrunk.PositionOf("d"));
    }

    [Fact]
    public void A_lease_is_prolonged_by_asking_again_or_renewing_and_never_shortened()
    {
        var until = DateTime.UnixEpoch.AddMinutes(5);
        var queue = Acquire(new SlotQueue(), "a", "b", "c");

        queue = queue.Acquire(Request("c", until), capacity: 2).Renew("a", until).Renew("a", DateTime.UnixEpoch).Renew("unknown", until);

        Assert.Equal(["b"], queue.Expired(until.AddSeconds(-1)));
        Assert.Equal(["a", "b", "c"], queue.Expired(until.AddSeconds(1)));
        Assert.Equal(["a", "b"], queue.Holders.Select(lease => lease.Holder));
        Assert.Equal(1, queue.PositionOf("c"));
    }

    [Fact]
    public void Slots_of_the_dead_go_to_the_living()
    {
        var queue = Acquire(new SlotQueue(), "a", "b", "c", "d", "e").Release("a", "b", "d");

        Assert.Equal(["c", "e"], queue.Holders.Select(lease => lease.Holder));
        Assert.Empty(queue.Waiting);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(2, 0, false)]
    [InlineData(1, 0, true)]
    [InlineData(2, 1, true)]
    [InlineData(3, 1, false)]
    public void There_is_room_in_a_free_slot_and_in_a_queue_that_is_not_full(int present, int mostWaiting, bool room)
    {
        var queue = Acquire(new SlotQueue(), [.. "abcde"[..present].Select(letter => $"{letter}")]);

        Assert.Equal(room, queue.HasRoom(capacity: 2, mostWaiting));
    }

    private static SlotQueue Acquire(SlotQueue queue, params string[] holders) =>
        holders.Aggregate(queue, (current, holder) => current.Acquire(Request(holder), capacity: 2));

    private static SlotLease Request(string holder) => Request(holder, DateTime.UnixEpoch);

    private static SlotLease Request(string holder, DateTime leaseUntil) => new(
        holder, StoreName.Parse($"store-{holder}"), 1, DateTime.UnixEpoch, leaseUntil);
}
