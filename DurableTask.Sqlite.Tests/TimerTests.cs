using DurableTask.Core;
using Microsoft.Extensions.Time.Testing;

namespace DurableTask.Sqlite.Tests;

/// <summary>Everything that comes due goes by the settings' clock, and never before its time.</summary>
public sealed class TimerTests : HubTest
{
    private static readonly DateTimeOffset s_start = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan s_almost = TimeSpan.FromHours(1) - TimeSpan.FromMilliseconds(1);

    private readonly FakeTimeProvider _clock = new(s_start);

    [Fact]
    public async Task A_timer_waits_for_the_clock_which_tells_the_orchestration_its_time()
    {
        await using var hub = await StartAsync();
        var id = await hub.StartAsync("sleep");
        await hub.UntilAsync(id, OrchestrationStatus.Running);

        _clock.Advance(s_almost);
        Assert.Null(await hub.Service.WaitForOrchestrationAsync(id, null, TimeSpan.FromMilliseconds(200), default));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("2030-01-01T00:00:00 2030-01-01T01:00:00", await hub.OutputAsync(id));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_timer_comes_due_after_a_restart(bool meanwhile)
    {
        string id;
        await using (var hub = await StartAsync())
        {
            id = await hub.StartAsync("sleep");
            await hub.UntilAsync(id, OrchestrationStatus.Running);
        }

        if (meanwhile)
        {
            _clock.Advance(TimeSpan.FromHours(2));
        }

        await using var again = await StartAsync();
        if (!meanwhile)
        {
            Assert.Null(await again.Service.WaitForOrchestrationAsync(id, null, TimeSpan.FromMilliseconds(100), default));
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.StartsWith("2030-01-01T00:00:00 2030-01-01T0", await again.OutputAsync(id), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_in_the_future_is_pending_until_then_and_keeps_what_comes_before()
    {
        await using var hub = await StartAsync();
        var id = await hub.StartAtAsync(s_start.UtcDateTime.AddHours(1), "wait");
        await hub.RaiseAsync(id, "go", "early");

        _clock.Advance(s_almost);
        Assert.Null(await hub.Service.WaitForOrchestrationAsync(id, null, TimeSpan.FromMilliseconds(200), default));
        Assert.Equal(OrchestrationStatus.Pending, await hub.StatusAsync(id));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal("early", await hub.OutputAsync(id));
    }

    [Fact]
    public async Task One_that_is_terminated_before_its_start_never_starts()
    {
        await using var hub = await StartAsync();
        var id = await hub.StartAtAsync(s_start.UtcDateTime.AddHours(1), "wait");

        await hub.Service.ForceTerminateTaskOrchestrationAsync(id, "no more");

        var ended = await hub.EndAsync(id);
        Assert.Equal((OrchestrationStatus.Terminated, "no more"), (ended.OrchestrationStatus, ended.Output));
        _clock.Advance(TimeSpan.FromHours(2));
        Assert.Equal("after", await hub.RunAsync("return", "after"));
        Assert.Equal(OrchestrationStatus.Terminated, await hub.StatusAsync(id));
    }

    [Fact]
    public async Task A_timer_after_continuing_as_new_takes_as_long_by_the_clock_as_any_other()
    {
        await using var hub = await StartAsync();
        var id = await hub.StartAsync("again", "first");
        await hub.UntilAsync(id, OrchestrationStatus.Running);
        await Eventually.TrueAsync(() => Rows.Count(State, "messages") == 1, () => "the second timer should wait");

        _clock.Advance(s_almost);
        Assert.Null(await hub.Service.WaitForOrchestrationAsync(id, null, TimeSpan.FromMilliseconds(200), default));
        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("second", await hub.OutputAsync(id));
    }

    [Fact]
    public async Task A_delayed_signal_waits_for_the_clock()
    {
        await using var hub = await StartAsync();
        await hub.SignalAsync("@ledger@late", "add", "x", s_start.UtcDateTime.AddHours(1));
        await hub.RunAsync("signal", "@ledger@later");

        _clock.Advance(s_almost);
        await hub.SignalAsync("@ledger@other", "add", "y");
        await hub.UntilLedgerAsync("@ledger@other", "y");
        Assert.Null(await hub.LedgerAsync("@ledger@late"));
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await hub.UntilLedgerAsync("@ledger@late", "x");
        Assert.Null(await hub.LedgerAsync("@ledger@later"));
        _clock.Advance(TimeSpan.FromHours(1));
        await hub.UntilLedgerAsync("@ledger@later", "from an orchestration");
    }

    [Fact]
    public async Task Timers_that_nobody_waits_for_any_more_go_with_their_orchestration()
    {
        await using var hub = await StartAsync();

        await hub.RunAsync("give up");

        Assert.Equal(0, Rows.Count(State, "messages"));
    }

    [Fact]
    public async Task By_the_systems_clock_no_timer_is_early()
    {
        await using var hub = await TestHub.StartAsync(State, hub => hub.Orchestration("nap", async flow =>
        {
            var due = flow.Context.CurrentUtcDateTime + TimeSpan.FromMilliseconds(int.Parse(flow.Input!, null));
            await flow.Context.CreateTimer(due, 0);
            return $"{(flow.Context.CurrentUtcDateTime >= due ? "in time" : "early")}";
        }));

        var naps = await Task.WhenAll(Enumerable.Range(1, 30).Select(number => hub.RunAsync("nap", $"{number * 7}")));

        Assert.All(naps, nap => Assert.Equal("in time", nap));
    }

    private Task<TestHub> StartAsync() => TestHub.StartAsync(
        State,
        hub =>
        {
            hub.Orchestration("sleep", async flow =>
            {
                var begun = flow.Context.CurrentUtcDateTime;
                await flow.TimerAsync(TimeSpan.FromHours(1));
                return $"{begun:s} {flow.Context.CurrentUtcDateTime:s}";
            });
            hub.Orchestration("wait", flow => flow.EventAsync("go")!);
            hub.Orchestration("again", async flow =>
            {
                if (flow.Input == "first")
                {
                    flow.ContinueAsNew("second");
                    return null;
                }

                await flow.TimerAsync(TimeSpan.FromHours(1));
                return flow.Input;
            });
            hub.Orchestration("signal", flow =>
            {
                flow.SignalEntity(flow.Input!, "add", "from an orchestration", flow.Context.CurrentUtcDateTime.AddHours(2));
                return Task.FromResult<string?>(null);
            });
            hub.Orchestration("give up", async flow =>
            {
                using var cancelled = new CancellationTokenSource();
                var timer = flow.Context.CreateTimer(flow.Context.CurrentUtcDateTime.AddDays(1), 0, cancelled.Token);
                await flow.CallChildAsync("return", $"{flow.Id}-child");
#pragma warning disable CA1849 // An orchestration awaits durable tasks only.
                cancelled.Cancel();
#pragma warning restore CA1849
                return null;
            });
        },
        _clock);
}
