using Functions.Activities.Operations;
using Functions.Entities;
using Functions.IntegrationTests.InProcess;
using Stores.Core;
using Stores.Slots;

namespace Functions.IntegrationTests.Slots;

/// <summary>What becomes of slots whose holders end without giving them back, on the real engine.</summary>
public sealed class SlotReclamationTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private InProcessHost _host = null!;

    public async Task InitializeAsync() => _host = await InProcessHost.StartAsync(
        Path.Combine(_folder.Path, "durable.db"),
        FunctionCatalog.Discover([typeof(ProvisioningSlotsEntity), typeof(FindEndedOrchestrations), typeof(SlotFunctions)]));

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_slot_whose_holder_died_is_reclaimed_by_whoever_waits()
    {
        var dead = await _host.StartAsync(nameof(SlotFunctions.DieInSlot), "dead");
        await _host.EndAsync(dead);
        Assert.Equal([dead], (await QueueAsync()).Holders.Select(lease => lease.Holder));

        var next = await _host.StartAsync(nameof(SlotFunctions.WorkInSlot), "next");

        await WorkingAsync(next);
        Assert.Equal([next], (await QueueAsync()).Holders.Select(lease => lease.Holder));
        await FinishAsync(next);
    }

    [Fact]
    public async Task A_holder_that_renews_its_lease_keeps_it_and_one_that_lives_silently_keeps_its_slot()
    {
        var renewing = await _host.StartAsync(nameof(SlotFunctions.WorkInSlot), "renewing");
        await WorkingAsync(renewing);
        var first = Assert.Single((await QueueAsync()).Holders).LeaseUntil;
        await Eventually.TrueAsync(
            async () => Assert.Single((await QueueAsync()).Holders).LeaseUntil > first, () => "the lease should be renewed");
        await FinishAsync(renewing);

        var silent = await _host.StartAsync(nameof(SlotFunctions.WorkSilently), "silent");
        await WorkingAsync(silent);
        var waiting = await _host.StartAsync(nameof(SlotFunctions.WorkInSlot), "waiting");
        await Eventually.TrueAsync(
            async () => (await QueueAsync()) is { Waiting.Count: 1 } queue
                && queue.Holders[0].LeaseUntil < queue.Waiting[0].LeaseUntil.AddSeconds(-1),
            () => "the waiter should have looked after the lease ran out");
        Assert.Equal(silent, Assert.Single((await QueueAsync()).Holders).Holder);

        await FinishAsync(silent);
        await WorkingAsync(waiting);
        await FinishAsync(waiting);
    }

    [Fact]
    public async Task A_place_in_the_queue_whose_holder_is_unknown_is_reclaimed_too()
    {
        var working = await _host.StartAsync(nameof(SlotFunctions.WorkInSlot), "working");
        await WorkingAsync(working);
        var ghost = new SlotLease("ghost", StoreName.Parse("ghost"), 1, DateTime.UnixEpoch, DateTime.UnixEpoch);
        await _host.Client.Entities.SignalEntityAsync(
            ProvisioningSlotsEntity.Id, nameof(ProvisioningSlotsEntity.Acquire), new SlotRequest(ghost, 1, 20, DateTime.UnixEpoch));
        var waiting = await _host.StartAsync(nameof(SlotFunctions.WorkInSlot), "waiting");

        await Eventually.TrueAsync(
            async () => (await QueueAsync()).Waiting.Select(lease => lease.Holder).SequenceEqual([waiting]),
            () => "the ghost should leave the queue");
        await FinishAsync(working);
        await WorkingAsync(waiting);
        await FinishAsync(waiting);
    }

    private async Task<SlotQueue> QueueAsync() =>
        (await _host.Client.Entities.GetEntityAsync<SlotQueue>(ProvisioningSlotsEntity.Id))!.State;

    private Task WorkingAsync(string id) => Eventually.TrueAsync(
        async () => (await _host.Client.GetInstanceAsync(id, getInputsAndOutputs: true))?.ReadCustomStatusAs<string>() == "working",
        () => $"{id} should get a slot");

    private async Task FinishAsync(string id)
    {
        await _host.Client.RaiseEventAsync(id, "done", "");
        await _host.EndAsync(id);
    }
}
