using Functions.Conformance;
using Grpc.Core;


namespace Functions.IntegrationTests.Conformance;

public sealed class ExternalEventTests : ConformanceTest
{
    [Conformance]
    public async Task An_event_that_comes_before_it_is_awaited_is_kept_and_names_ignore_case(string runtime)
    {
        var id = await StartAndAwaitStartAsync(runtime, nameof(ExternalEventFunctions.AwaitInOrder));
        var client = await ClientAsync(runtime);
        await client.RaiseEventAsync(id, "SECOND", "2");
        await client.RaiseEventAsync(id, "first", "1");

        Assert.Equal("1,2", await EndAsync<string>(runtime, id));
    }

    [Conformance]
    public async Task Kept_events_of_a_name_come_in_their_order(string runtime)
    {
        var id = await StartAndAwaitStartAsync(runtime, nameof(ExternalEventFunctions.CollectThree));
        var client = await ClientAsync(runtime);
        foreach (var item in new[] { "a", "b", "c" })
        {
            await client.RaiseEventAsync(id, "item", item);
        }

        await client.RaiseEventAsync(id, "go", "");

        Assert.Equal("a,b,c", await EndAsync<string>(runtime, id));
    }

    [Conformance]
    public async Task Of_several_waiters_the_last_is_served_first(string runtime)
    {
        var id = await StartAndAwaitStartAsync(runtime, nameof(ExternalEventFunctions.AwaitTwice));
        var client = await ClientAsync(runtime);
        await client.RaiseEventAsync(id, "item", "a");
        await UntilAsync(
            async () => (await client.GetInstanceAsync(id, true))!.ReadCustomStatusAs<string>() == "a", "the first event should be taken");
        await client.RaiseEventAsync(id, "item", "b");

        Assert.Equal("first=b second=a", await EndAsync<string>(runtime, id));
    }

    [Conformance]
    public async Task All_waiters_of_a_name_must_want_the_same_type(string runtime) =>
        Assert.StartsWith(
            "System.ArgumentException: ", await FailAsync(runtime, nameof(ExternalEventFunctions.AwaitTwoTypes)), StringComparison.Ordinal);

    [Conformance]
    public async Task A_wait_that_takes_too_long_is_cancelled(string runtime) =>
        Assert.Equal("timed out", await RunAsync<string>(runtime, nameof(ExternalEventFunctions.AwaitBriefly)));

    [Conformance]
    public async Task An_event_in_time_leaves_no_open_timer_behind(string runtime)
    {
        var id = await StartAsync(runtime, nameof(ExternalEventFunctions.AwaitForAnHour));
        await (await ClientAsync(runtime)).RaiseEventAsync(id, "item", "in time");

        Assert.Equal("in time", await EndAsync<string>(runtime, id));
    }

    [Conformance]
    public async Task A_cancelled_wait_takes_no_event(string runtime)
    {
        var id = await StartAsync(runtime, nameof(ExternalEventFunctions.AwaitAfterCancelling));
        var client = await ClientAsync(runtime);
        await UntilAsync(
            async () => (await client.GetInstanceAsync(id, true))!.ReadCustomStatusAs<string>() == "cancelled",
            "the first wait should be over");
        await client.RaiseEventAsync(id, "item", "first");
        await client.RaiseEventAsync(id, "item", "second");
        await client.RaiseEventAsync(id, "go", "");

        Assert.Equal("first", await EndAsync<string>(runtime, id));
    }

    [Conformance]
    public async Task An_orchestration_sends_events_to_another(string runtime) =>
        Assert.Equal("hello", await RunAsync<string>(runtime, nameof(ExternalEventFunctions.TalkToChild)));

    [Conformance]
    public async Task An_event_carries_objects(string runtime)
    {
        var id = await StartAsync(runtime, nameof(ExternalEventFunctions.AwaitPoint));
        await (await ClientAsync(runtime)).RaiseEventAsync(id, "point", new ExternalEventFunctions.Point(3, 4));

        Assert.Equal(7, await EndAsync<int>(runtime, id));
    }

    [Conformance(HostOnly = true)]
    public async Task Nobody_and_the_finished_take_no_events(string runtime)
    {
        var client = await ClientAsync(runtime);
        var missing = await Assert.ThrowsAsync<RpcException>(() => client.RaiseEventAsync(NewId(), "item"));
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);

        var ended = await RunAsync(runtime, nameof(SharedFunctions.ReturnInput), "x");
        var late = await Assert.ThrowsAsync<RpcException>(() => client.RaiseEventAsync(ended.InstanceId, "item"));
        Assert.Equal(StatusCode.FailedPrecondition, late.StatusCode);
    }
}
