using DurableTask.Core;
using DurableTask.Core.History;
using static DurableTask.Core.Entities.EntityBackendQueries;

namespace DurableTask.Sqlite.Tests;

public sealed class EntityTests : HubTest
{
    [Fact]
    public async Task The_first_signal_makes_an_entity_and_signals_of_one_sender_arrive_in_order()
    {
        await using var hub = await StartAsync();
        Assert.Null(await hub.LedgerAsync("@ledger@a"));
        var numbers = Enumerable.Range(0, 100).Select(number => $"{number}").ToArray();

        foreach (var number in numbers)
        {
            await hub.SignalAsync("@ledger@a", "add", number);
        }

        await hub.UntilLedgerAsync("@ledger@a", numbers);
    }

    [Fact]
    public async Task A_call_returns_the_result_and_a_failed_one_its_failure()
    {
        await using var hub = await StartAsync();

        Assert.Equal("x", await hub.RunAsync("call", "add"));
        Assert.Equal("x,x", await hub.RunAsync("call", "add"));
        Assert.Equal("Trouble: unlucky", await hub.RunAsync("call", "fail"));
        Assert.Equal("x,x", await hub.RunAsync("call", "get"));
    }

    [Fact]
    public async Task Entities_signal_entities_and_start_orchestrations()
    {
        await using var hub = await StartAsync();

        await hub.SignalAsync("@ledger@a", "forward", "passed on");
        await hub.SignalAsync("@ledger@a", "start", "started");

        await hub.UntilLedgerAsync("@ledger@all", "passed on");
        await hub.UntilAsync("started", OrchestrationStatus.Completed);
    }

    [Fact]
    public async Task One_that_has_lost_its_state_leaves_nothing_behind()
    {
        await using var hub = await StartAsync();
        await hub.SignalAsync("@ledger@a", "add", "x");
        await hub.UntilLedgerAsync("@ledger@a", "x");

        await hub.SignalAsync("@ledger@a", "delete");
        await Eventually.TrueAsync(
            () => Rows.Count(State, "instances") == 0 && Rows.Count(State, "inputs") == 0, () => "the rows should be gone");

        await hub.SignalAsync("@ledger@a", "add", "y");
        await hub.UntilLedgerAsync("@ledger@a", "y");
    }

    [Fact]
    public async Task Who_has_locked_entities_has_them_for_himself()
    {
        await using var hub = await StartAsync();

        var outputs = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => hub.RunAsync("lock")));

        Assert.All(outputs, output => Assert.Equal("in order", output));
        Assert.Equal(80, (await hub.LedgerAsync("@ledger@a"))!.Count);
    }

    [Fact]
    public async Task A_lock_whose_owner_was_terminated_is_freed_by_cleaning()
    {
        await using var hub = await StartAsync();
        var owner = await hub.StartAsync("lock and wait");
        await Eventually.TrueAsync(
            async () => (await TransientAsync(hub)).Any(entity => entity.LockedBy == owner), () => "the entity should be locked");
        Assert.Null(await hub.LedgerAsync("@ledger@a"));
        var release = new CleanEntityStorageRequest { ReleaseOrphanedLocks = true };
        Assert.Equal(0, (await hub.Service.EntityBackendQueries!.CleanEntityStorageAsync(release)).OrphanedLocksReleased);
        await hub.Service.ForceTerminateTaskOrchestrationAsync(owner, "gone");
        await hub.EndAsync(owner);
        await hub.SignalAsync("@ledger@a", "add", "x");

        var cleaned = await hub.Service.EntityBackendQueries.CleanEntityStorageAsync(
            new CleanEntityStorageRequest { ReleaseOrphanedLocks = true, RemoveEmptyEntities = true });

        Assert.Equal(1, cleaned.OrphanedLocksReleased);
        await hub.UntilLedgerAsync("@ledger@a", "x");
    }

    [Fact]
    public async Task Entities_are_listed_by_prefix_and_time_page_by_page()
    {
        await using var hub = await StartAsync();
        string[] keys = ["a", "b1", "b2", "b3", "c"];
        foreach (var key in keys)
        {
            await hub.SignalAsync($"@ledger@{key}", "add", key);
            await hub.UntilLedgerAsync($"@ledger@{key}", key);
        }

        var first = await hub.Service.EntityBackendQueries!.QueryEntitiesAsync(
            new EntityQuery { InstanceIdStartsWith = "ledger@b", IncludeState = true, PageSize = 2 }, default);
        var rest = await hub.Service.EntityBackendQueries.QueryEntitiesAsync(
            new EntityQuery { InstanceIdStartsWith = "@ledger@b", PageSize = 2, ContinuationToken = first.ContinuationToken }, default);
        var none = await hub.Service.EntityBackendQueries.QueryEntitiesAsync(
            new EntityQuery { LastModifiedFrom = DateTime.UtcNow.AddMinutes(1) }, default);

        Assert.Equal(["@ledger@b1", "@ledger@b2"], first.Results.Select(entity => entity.EntityId.ToString()));
        Assert.Equal(["[\"b1\"]", "[\"b2\"]"], first.Results.Select(entity => entity.SerializedState));
        Assert.Equal([("@ledger@b3", null)], rest.Results.Select(entity => (entity.EntityId.ToString(), entity.SerializedState)));
        Assert.Null(rest.ContinuationToken);
        Assert.Empty(none.Results);
    }

    [Fact]
    public async Task A_message_that_no_entity_can_read_is_set_aside()
    {
        await using var hub = await StartAsync();
        await hub.SignalAsync("@ledger@a", "add", "before");
        await hub.Service.SendTaskOrchestrationMessageAsync(new TaskMessage
        {
            OrchestrationInstance = new OrchestrationInstance { InstanceId = "@ledger@a" },
            Event = new EventRaisedEvent(-1, "this is no request") { Name = "op" },
        });
        await hub.SignalAsync("@ledger@a", "add", "after");

        await hub.UntilLedgerAsync("@ledger@a", "before", "after");
        Assert.Equal(1, Rows.Count(State, "unreadable"));
        Assert.Equal(0, Rows.Count(State, "messages"));
    }

    private static async Task<IEnumerable<EntityMetadata>> TransientAsync(TestHub hub) =>
        (await hub.Service.EntityBackendQueries!.QueryEntitiesAsync(new EntityQuery { IncludeTransient = true }, default)).Results;

    private Task<TestHub> StartAsync() => TestHub.StartAsync(State, hub =>
    {
        hub.Orchestration("call", async flow => await flow.CallEntityAsync("@ledger@called", flow.Input!, "x"));
        hub.Orchestration("lock", async flow =>
        {
            await flow.LockAsync("@ledger@a", "@ledger@b");
            await flow.CallEntityAsync("@ledger@a", "add", flow.Id);
            await flow.CallEntityAsync("@ledger@b", "add", flow.Id);
            await flow.CallEntityAsync("@ledger@a", "add", flow.Id);
            await flow.CallEntityAsync("@ledger@a", "add", flow.Id);
            var a = await flow.CallEntityAsync("@ledger@a", "add", flow.Id);
            flow.Unlock();
            return a!.Split(',')[^4..].All(id => id == flow.Id) ? "in order" : a;
        });
        hub.Orchestration("lock and wait", async flow =>
        {
            await flow.LockAsync("@ledger@a");
            return await flow.EventAsync("never");
        });
    });
}
