using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;
using DurableTask.Core.Query;

namespace DurableTask.Sqlite.Tests;

public sealed class ClientTests : HubTest
{
    [Fact]
    public async Task The_id_of_a_live_instance_is_refused_to_all_but_one_of_many_at_once()
    {
        await using var hub = await StartAsync();

        var starts = Enumerable.Range(0, 50).Select(_ => hub.StartAsync("wait", id: "one")).ToList();
        await Task.WhenAll(starts).ContinueWith(_ => { }, TaskScheduler.Default);

        Assert.Equal(49, starts.Count(start => start.Exception?.InnerException is OrchestrationAlreadyExistsException));
        await hub.RaiseAsync("one", "go", "fine");
        Assert.Equal("fine", await hub.OutputAsync("one"));
    }

    [Fact]
    public async Task The_id_of_an_ended_instance_is_used_again_and_nothing_of_the_old_one_is_left()
    {
        await using var hub = await StartAsync();
        await hub.RunAsync("return", "old", "one");

        await hub.StartAsync("wait", id: "one");

        await hub.UntilAsync("one", OrchestrationStatus.Running);
        Assert.Null((await hub.Client.GetOrchestrationStateAsync("one"))!.Output);
        await hub.RaiseAsync("one", "go", "new");
        Assert.Equal("new", await hub.OutputAsync("one"));
    }

    [Fact]
    public async Task Given_statuses_decide_what_is_left_alone_and_a_running_one_of_another_status_is_replaced()
    {
        await using var hub = await StartAsync();
        await hub.RunAsync("return", "old", "ended");
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(
            () => hub.StartAsync("return", "new", "ended", [OrchestrationStatus.Completed]));
        await hub.StartAsync("wait", id: "running");
        await hub.UntilAsync("running", OrchestrationStatus.Running);

        await hub.StartAsync("return", "in its place", "running", []);

        Assert.Equal("in its place", await hub.OutputAsync("running"));
    }

    [Fact]
    public async Task An_entitys_id_is_refused()
    {
        await using var hub = await StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => hub.StartAsync("return", id: "@ledger@a"));
    }

    [Fact]
    public async Task An_event_for_nobody_is_dropped_and_not_kept_for_a_later_start()
    {
        await using var hub = await StartAsync();
        await hub.RaiseAsync("later", "go", "lost");
        await hub.RunAsync("return", id: "ended");
        await hub.RaiseAsync("ended", "go", "lost");
        Assert.Equal(0, Rows.Count(State, "messages"));

        await hub.StartAsync("wait", id: "later");
        await hub.RaiseAsync("later", "go", "found");

        Assert.Equal("found", await hub.OutputAsync("later"));
    }

    [Fact]
    public async Task A_wait_ends_when_the_instance_does_or_its_time_is_up_or_it_is_cancelled()
    {
        await using var hub = await StartAsync();
        var id = await hub.StartAsync("wait");
        using var cancelled = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));

        Assert.Null(await hub.Service.WaitForOrchestrationAsync(id, null, TimeSpan.Zero, default));
        Assert.Null(await hub.Service.WaitForOrchestrationAsync("nobody", null, TimeSpan.FromMilliseconds(50), default));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => hub.Service.WaitForOrchestrationAsync(id, null, Timeout.InfiniteTimeSpan, cancelled.Token));
        var waits = Enumerable.Range(0, 10).Select(_ => hub.EndAsync(id)).ToList();
        await hub.RaiseAsync(id, "go", "done");
        Assert.All(await Task.WhenAll(waits), ended => Assert.Equal("\"done\"", ended.Output));
    }

    [Fact]
    public async Task Instances_are_found_by_status_time_and_prefix_page_by_page_without_entities()
    {
        await using var hub = await StartAsync();
        await hub.SignalAsync("@ledger@a", "add", "x");
        await hub.UntilLedgerAsync("@ledger@a", "x");
        var before = DateTime.UtcNow;
        for (var i = 0; i < 5; i++)
        {
            await hub.RunAsync("return", $"in {i}", $"order-{i}");
        }

        await hub.StartAsync("wait", id: "order-9");
        await hub.StartAsync("wait", id: "other");
        await hub.UntilAsync("order-9", OrchestrationStatus.Running);

        Assert.Equal(8, (await FindAsync(hub, new OrchestrationQuery())).Count);
        Assert.Equal(7, (await FindAsync(hub, new OrchestrationQuery { ExcludeEntities = true })).Count);
        var running = new OrchestrationQuery { InstanceIdPrefix = "order-", RuntimeStatus = [OrchestrationStatus.Running] };
        Assert.Equal(["order-9"], Ids(await FindAsync(hub, running)));
        Assert.Equal(6, (await FindAsync(hub, new OrchestrationQuery { InstanceIdPrefix = "order-", PageSize = 2 })).Count);
        Assert.Equal(7, (await FindAsync(hub, new OrchestrationQuery { CreatedTimeFrom = before })).Count);
        Assert.Single(await FindAsync(hub, new OrchestrationQuery { CreatedTimeTo = before }));
        var bare = (await FindAsync(hub, new OrchestrationQuery { InstanceIdPrefix = "order-0", FetchInputsAndOutputs = false })).Single();
        var full = (await FindAsync(hub, new OrchestrationQuery { InstanceIdPrefix = "order-0" })).Single();
        Assert.Equal((null, null), (bare.Input, bare.Output));
        Assert.Equal(("\"in 0\"", "\"in 0\""), (full.Input, full.Output));
    }

    [Fact]
    public async Task Only_instances_that_have_ended_are_purged()
    {
        await using var hub = await StartAsync();
        await hub.SignalAsync("@ledger@a", "add", "x");
        await hub.UntilLedgerAsync("@ledger@a", "x");
        await hub.StartAsync("wait", id: "running");
        await hub.UntilAsync("running", OrchestrationStatus.Running);
        foreach (var id in new[] { "a", "b", "c" })
        {
            await hub.RunAsync("return", id: id);
        }

        Assert.Equal([0, 0, 0, 1], await CountsAsync(["nobody", "running", "@ledger@a", "a"]));
        var all = new PurgeInstanceFilter(DateTime.MinValue, null, null);
        var others = new PurgeInstanceFilter(DateTime.MinValue, null, [OrchestrationStatus.Running, OrchestrationStatus.Failed]);
        var later = new PurgeInstanceFilter(DateTime.UtcNow.AddMinutes(1), null, null);
        Assert.Equal(0, (await hub.Service.PurgeInstanceStateAsync(others)).DeletedInstanceCount);
        Assert.Equal(0, (await hub.Service.PurgeInstanceStateAsync(later)).DeletedInstanceCount);
        Assert.Equal(2, (await hub.Service.PurgeInstanceStateAsync(all)).DeletedInstanceCount);
        Assert.Equal(["@ledger@a", "running"], Ids(await FindAsync(hub, new OrchestrationQuery())));
        Assert.Equal(["x"], await hub.LedgerAsync("@ledger@a"));

        async Task<List<int>> CountsAsync(IEnumerable<string> ids)
        {
            List<int> counts = [];
            foreach (var id in ids)
            {
                counts.Add((await hub.Service.PurgeInstanceStateAsync(id)).DeletedInstanceCount);
            }

            return counts;
        }
    }

    [Fact]
    public async Task The_history_is_told_as_events_with_their_types()
    {
        await using var hub = await StartAsync();
        await hub.RunAsync("return", "x", "one");

        Assert.Equal(
            [EventType.OrchestratorStarted, EventType.ExecutionStarted, EventType.ExecutionCompleted, EventType.OrchestratorCompleted],
            hub.Service.GetHistoryEvents("one").Select(happened => happened.EventType));
        var text = await hub.Service.GetOrchestrationHistoryAsync("one", null);
        Assert.Contains("\"EventType\":\"ExecutionCompleted\"", text, StringComparison.Ordinal);
        Assert.Equal("[]", await hub.Service.GetOrchestrationHistoryAsync("nobody", null));
    }

    [Fact]
    public async Task Rewinding_is_refused_in_so_many_words()
    {
        await using var hub = await StartAsync();
        var rewind = new TaskMessage
        {
            OrchestrationInstance = new OrchestrationInstance { InstanceId = "one" },
            Event = new ExecutionRewoundEvent(-1, "why"),
        };

        var refusal = await Assert.ThrowsAsync<NotSupportedException>(() => hub.Service.SendTaskOrchestrationMessageAsync(rewind));

        Assert.Contains("Rewinding", refusal.Message, StringComparison.Ordinal);
    }

    private static async Task<List<OrchestrationState>> FindAsync(TestHub hub, OrchestrationQuery query)
    {
        List<OrchestrationState> found = [];
        do
        {
            var page = await hub.Service.GetOrchestrationWithQueryAsync(query, default);
            found.AddRange(page.OrchestrationState);
            query.ContinuationToken = page.ContinuationToken;
        }
        while (query.ContinuationToken is not null);
        return found;
    }

    private static IEnumerable<string> Ids(IEnumerable<OrchestrationState> states) =>
        states.Select(state => state.OrchestrationInstance.InstanceId);

    private Task<TestHub> StartAsync() => TestHub.StartAsync(State, hub => hub.Orchestration("wait", flow => flow.EventAsync("go")!));
}
