using Functions.Conformance;
using Microsoft.DurableTask.Client;


namespace Functions.IntegrationTests.Conformance;

public sealed class TimerTests : ConformanceTest
{
    [Conformance]
    public async Task Time_goes_on_while_a_timer_runs(string runtime) =>
        Assert.InRange(
            await RunAsync<TimeSpan>(runtime, nameof(TimerFunctions.Sleep), TimeSpan.FromSeconds(2)),
            TimeSpan.FromSeconds(0.9),
            TimeSpan.FromSeconds(25));

    [Conformance]
    public async Task A_timer_of_the_past_fires_at_once(string runtime) =>
        Assert.InRange(
            await RunAsync<TimeSpan>(runtime, nameof(TimerFunctions.Sleep), TimeSpan.FromHours(-1)),
            TimeSpan.Zero,
            TimeSpan.FromSeconds(25));

    [Conformance]
    public async Task Timers_fire_in_the_order_of_their_times(string runtime) =>
        Assert.Equal("short,long", await RunAsync<string>(runtime, nameof(TimerFunctions.SleepTwice)));

    [Conformance]
    public async Task A_cancelled_timer_throws_and_lets_the_orchestration_end(string runtime) =>
        Assert.Equal("cancelled", await RunAsync<string>(runtime, nameof(TimerFunctions.CancelTimer)));

    [Conformance]
    public async Task An_orchestration_is_not_over_while_a_timer_is_open(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = await StartAsync(runtime, nameof(TimerFunctions.LeaveTimer), TimeSpan.FromHours(1));
        await UntilAsync(
            async () => (await client.GetInstanceAsync(id, true))!.ReadCustomStatusAs<string>() == "returning",
            "the function should return");

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await client.GetInstanceAsync(id))!.RuntimeStatus);
        await client.TerminateInstanceAsync(id);
        await EndAsync(runtime, id);
    }

    [Conformance]
    public async Task It_ends_with_its_result_when_the_open_timer_fires(string runtime) =>
        Assert.Equal("left", await RunAsync<string>(runtime, nameof(TimerFunctions.LeaveTimer), TimeSpan.FromSeconds(1.5)));

    [Conformance]
    public async Task Failing_is_held_back_by_an_open_timer_too(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = await StartAsync(runtime, nameof(TimerFunctions.LeaveTimerAndFail));
        await UntilAsync(
            async () => (await client.GetInstanceAsync(id, true))!.ReadCustomStatusAs<string>() == "failing", "the function should fail");

        Assert.Equal(OrchestrationRuntimeStatus.Running, (await client.GetInstanceAsync(id))!.RuntimeStatus);
        Assert.Equal("System.FormatException: held back", (await EndAsync(runtime, id)).SerializedOutput);
    }
}
