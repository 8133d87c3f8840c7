using Grpc.Core;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Tests.Conformance;

public sealed class ExternalEventTests : ConformanceTest
{
    [Theory, OnEachRuntime]
    public async Task An_event_that_comes_before_it_is_awaited_is_kept_and_names_ignore_case(string runtime)
    {
        var id = await StartAndAwaitStartAsync(runtime, nameof(ExternalEventFunctions.AwaitInOrder));
        var client = await ClientAsync(runtime);
        await client.RaiseEventAsync(id, "SECOND", "2");
        await client.RaiseEventAsync(id, "first", "1");

        Assert.Equal("1,2", await EndAsync<string>(runtime, id));
    }

    [Theory, OnEachRuntime]
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

    [Theory, OnEachRuntime]
    public async Task Of_several_waiters_the_last_is_served_first(string runtime)
    {
        var id = await StartAndAwaitStartAsync(runtime, nameof(ExternalEventFunctions.AwaitTwice));
        var client = await ClientAsync(runtime);
        await client.RaiseEventAsync(id, "item", "a");
        await UntilAsync(async () => (await client.GetInstanceAsync(id, true))!.ReadCustomStatusAs<string>() == "a", "the first event should be taken");
        await client.RaiseEventAsync(id, "item", "b");

        Assert.Equal("first=b second=a", await EndAsync<string>(runtime, id));
    }

    [Theory, OnEachRuntime]
    public async Task All_waiters_of_a_name_must_want_the_same_type(string runtime) =>
        Assert.StartsWith("System.ArgumentException: ", await FailAsync(runtime, nameof(ExternalEventFunctions.AwaitTwoTypes)), StringComparison.Ordinal);

    [Theory, OnEachRuntime]
    public async Task A_wait_that_takes_too_long_is_cancelled(string runtime) => Assert.Equal("timed out", await RunAsync<string>(runtime, nameof(ExternalEventFunctions.AwaitBriefly)));

    [Theory, OnEachRuntime]
    public async Task An_event_in_time_leaves_no_open_timer_behind(string runtime)
    {
        var id = await StartAsync(runtime, nameof(ExternalEventFunctions.AwaitForAnHour));
        await (await ClientAsync(runtime)).RaiseEventAsync(id, "item", "in time");

        Assert.Equal("in time", await EndAsync<string>(runtime, id));
    }

    [Theory, OnEachRuntime]
    public async Task An_event_that_reaches_a_cancelled_waiter_is_lost_and_the_next_is_not(string runtime)
    {
        var id = await StartAsync(runtime, nameof(ExternalEventFunctions.AwaitAfterCancelling));
        var client = await ClientAsync(runtime);
        await UntilAsync(async () => (await client.GetInstanceAsync(id, true))!.ReadCustomStatusAs<string>() == "cancelled", "the first wait should be over");
        await client.RaiseEventAsync(id, "item", "lost");
        await client.RaiseEventAsync(id, "item", "kept");
        await client.RaiseEventAsync(id, "go", "");

        Assert.Equal("kept", await EndAsync<string>(runtime, id));
    }

    [Theory, OnEachRuntime]
    public async Task An_orchestration_sends_events_to_another(string runtime) => Assert.Equal("hello", await RunAsync<string>(runtime, nameof(ExternalEventFunctions.TalkToChild)));

    [Theory, OnEachRuntime]
    public async Task An_event_carries_objects(string runtime)
    {
        var id = await StartAsync(runtime, nameof(ExternalEventFunctions.AwaitPoint));
        await (await ClientAsync(runtime)).RaiseEventAsync(id, "point", new ExternalEventFunctions.Point(3, 4));

        Assert.Equal(7, await EndAsync<int>(runtime, id));
    }

    [Theory, OnEachRuntime]
    [Trait("Layer", "Host")]
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

public static class ExternalEventFunctions
{
    [Function(nameof(AwaitInOrder))]
    public static async Task<string> AwaitInOrder([OrchestrationTrigger] TaskOrchestrationContext context) =>
        $"{await context.WaitForExternalEvent<string>("First")},{await context.WaitForExternalEvent<string>("Second")}";

    [Function(nameof(CollectThree))]
    public static async Task<string> CollectThree([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.WaitForExternalEvent<string>("go");
        return $"{await context.WaitForExternalEvent<string>("item")},{await context.WaitForExternalEvent<string>("item")},{await context.WaitForExternalEvent<string>("item")}";
    }

    [Function(nameof(AwaitTwice))]
    public static async Task<string> AwaitTwice([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var first = context.WaitForExternalEvent<string>("item");
        var second = context.WaitForExternalEvent<string>("item");
        context.SetCustomStatus(await await Task.WhenAny(first, second));
        return $"first={await first} second={await second}";
    }

    [Function(nameof(AwaitTwoTypes))]
    public static Task AwaitTwoTypes([OrchestrationTrigger] TaskOrchestrationContext context) =>
        Task.WhenAll(context.WaitForExternalEvent<string>("item"), context.WaitForExternalEvent<int>("item"));

    [Function(nameof(AwaitBriefly))]
    public static async Task<string> AwaitBriefly([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            return await context.WaitForExternalEvent<string>("item", TimeSpan.FromMilliseconds(50));
        }
        catch (TaskCanceledException)
        {
            return "timed out";
        }
    }

    [Function(nameof(AwaitForAnHour))]
    public static Task<string> AwaitForAnHour([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("item", TimeSpan.FromHours(1));

    [Function(nameof(AwaitAfterCancelling))]
    public static async Task<string> AwaitAfterCancelling([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using (var cancellation = new CancellationTokenSource())
        {
            var abandoned = context.WaitForExternalEvent<string>("item", cancellation.Token);
            cancellation.Cancel();
            context.SetCustomStatus(abandoned.IsCanceled ? "cancelled" : "still waiting");
        }

        await context.WaitForExternalEvent<string>("go");
        return await context.WaitForExternalEvent<string>("item");
    }

    [Function(nameof(TalkToChild))]
    public static async Task<string> TalkToChild([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var child = $"{context.InstanceId}-child";
        var answer = context.CallSubOrchestratorAsync<string>(nameof(SharedFunctions.AwaitGo), null, new TaskOptions((TaskRetryOptions?)null).WithInstanceId(child));
        // An event to an instance that has not been made yet may be dropped.
        await context.CreateTimer(TimeSpan.FromMilliseconds(500), CancellationToken.None);
        context.SendEvent(child, "go", "hello");
        return await answer;
    }

    [Function(nameof(AwaitPoint))]
    public static async Task<int> AwaitPoint([OrchestrationTrigger] TaskOrchestrationContext context) => await context.WaitForExternalEvent<Point>("point") is var (x, y) ? x + y : 0;

    public sealed record Point(int X, int Y);
}
