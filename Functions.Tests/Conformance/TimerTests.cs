using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Functions.Tests.Conformance;

public sealed class TimerTests : ConformanceTest
{
    [Theory, OnEachRuntime]
    public async Task Time_goes_on_while_a_timer_runs(string runtime) =>
        Assert.InRange(await RunAsync<TimeSpan>(runtime, nameof(TimerFunctions.Sleep), TimeSpan.FromSeconds(2)), TimeSpan.FromSeconds(0.9), TimeSpan.FromSeconds(25));

    [Theory, OnEachRuntime]
    public async Task A_timer_of_the_past_fires_at_once(string runtime) =>
        Assert.InRange(await RunAsync<TimeSpan>(runtime, nameof(TimerFunctions.Sleep), TimeSpan.FromHours(-1)), TimeSpan.Zero, TimeSpan.FromSeconds(25));

    [Theory, OnEachRuntime]
    public async Task Timers_fire_in_the_order_of_their_times(string runtime) =>
        Assert.Equal("short,long", await RunAsync<string>(runtime, nameof(TimerFunctions.SleepTwice)));

    [Theory, OnEachRuntime]
    public async Task A_cancelled_timer_throws_and_lets_the_orchestration_end(string runtime) => Assert.Equal("cancelled", await RunAsync<string>(runtime, nameof(TimerFunctions.CancelTimer)));

    [Theory, OnEachRuntime]
    public async Task An_orchestration_is_not_over_while_a_timer_is_open(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = await StartAsync(runtime, nameof(TimerFunctions.LeaveTimer), TimeSpan.FromHours(1));
        await UntilAsync(async () => (await client.GetInstanceAsync(id, true))!.ReadCustomStatusAs<string>() == "returning", "the function should return");

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await client.GetInstanceAsync(id))!.RuntimeStatus);
        await client.TerminateInstanceAsync(id);
        await EndAsync(runtime, id);
    }

    [Theory, OnEachRuntime]
    public async Task It_ends_with_its_result_when_the_open_timer_fires(string runtime) =>
        Assert.Equal("left", await RunAsync<string>(runtime, nameof(TimerFunctions.LeaveTimer), TimeSpan.FromSeconds(1.5)));

    [Theory, OnEachRuntime]
    public async Task Failing_is_held_back_by_an_open_timer_too(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = await StartAsync(runtime, nameof(TimerFunctions.LeaveTimerAndFail));
        await UntilAsync(async () => (await client.GetInstanceAsync(id, true))!.ReadCustomStatusAs<string>() == "failing", "the function should fail");

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await client.GetInstanceAsync(id))!.RuntimeStatus);
        Assert.Equal("System.FormatException: held back", (await EndAsync(runtime, id)).SerializedOutput);
    }
}

public static class TimerFunctions
{
    [Function(nameof(Sleep))]
    public static async Task<TimeSpan> Sleep([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var begun = context.CurrentUtcDateTime;
        await context.CreateTimer(context.GetInput<TimeSpan>(), CancellationToken.None);
        return context.CurrentUtcDateTime - begun;
    }

    [Function(nameof(SleepTwice))]
    public static async Task<string> SleepTwice([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var fired = new List<string>();
        await Task.WhenAll(AfterAsync(2500, "long"), AfterAsync(100, "short"));
        return string.Join(',', fired);

        async Task AfterAsync(int milliseconds, string name)
        {
            await context.CreateTimer(TimeSpan.FromMilliseconds(milliseconds), CancellationToken.None);
            fired.Add(name);
        }
    }

    [Function(nameof(CancelTimer))]
    public static async Task<string> CancelTimer([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var cancellation = new CancellationTokenSource();
        var timer = context.CreateTimer(TimeSpan.FromHours(1), cancellation.Token);
        await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);
        cancellation.Cancel();
        try
        {
            await timer;
            return "fired";
        }
        catch (TaskCanceledException)
        {
            return "cancelled";
        }
    }

    [Function(nameof(LeaveTimer))]
    public static Task<string> LeaveTimer([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        _ = context.CreateTimer(context.GetInput<TimeSpan>(), CancellationToken.None);
        context.SetCustomStatus("returning");
        return Task.FromResult("left");
    }

    [Function(nameof(LeaveTimerAndFail))]
    public static Task LeaveTimerAndFail([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        _ = context.CreateTimer(TimeSpan.FromSeconds(3), CancellationToken.None);
        context.SetCustomStatus("failing");
        throw new FormatException("held back");
    }
}
