using Functions.Slots;
using Functions.Stores;

namespace Functions.Tests.Slots;

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

    private static SlotQueue Acquire(SlotQueue queue, params string[] holders) =>
        holders.Aggregate(queue, (current, holder) => current.Acquire(Request(holder), capacity: 2));

    private static SlotRequest Request(string holder) => new(holder, StoreName.Parse($"store-{holder}"), DateTime.UnixEpoch);
}
