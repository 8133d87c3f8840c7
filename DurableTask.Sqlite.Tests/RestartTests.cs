using DurableTask.Core;

namespace DurableTask.Sqlite.Tests;

/// <summary>Everything that was on its way goes on when the file is opened again.</summary>
public sealed class RestartTests : HubTest
{
    private int _runs;
    private int _stuck;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_orchestration_goes_on_where_it_was(bool gracefully)
    {
        string id;
        var hub = await StartAsync();
        id = await hub.StartAsync("steps", "in");
        await Eventually.TrueAsync(
            () => hub.Service.GetHistoryEvents(id).Count(happened => happened.EventType == Core.History.EventType.TaskCompleted) == 1,
            () => "one step should be done");
        await (gracefully ? hub.StopAsync() : hub.DieAsync());

        await using var again = await StartAsync();
        await again.RaiseAsync(id, "go", "on");

        Assert.Equal("in.on.", await again.OutputAsync(id));
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task An_activity_that_was_running_runs_again_and_entities_are_as_they_were()
    {
        using var held = new SemaphoreSlim(0);
        await using (var hub = await StartAsync(held))
        {
            await hub.SignalAsync("@ledger@a", "add", "x");
            await hub.UntilLedgerAsync("@ledger@a", "x");
            await hub.StartAsync("held", id: "held");
            await Eventually.TrueAsync(() => _runs == 1, () => "the activity should run");
        }

        held.Release(2);
        await using var again = await StartAsync(held);

        Assert.Equal("x,y", await again.OutputAsync("held"));
        Assert.Equal(2, _runs);
    }

    [Fact]
    public async Task A_graceful_stop_keeps_results_that_no_turn_has_taken()
    {
        using var release = new SemaphoreSlim(0);
        var settings = new SqliteOrchestrationServiceSettings { File = State };
        await using (var hub = await TestHub.StartAsync(settings, Activities, service => new FaultyService(service, Stuck)))
        {
            await hub.StartAsync("held", id: "held");
            await Eventually.TrueAsync(() => _runs == 1, () => "the activity should run");
            release.Release();
            await Eventually.TrueAsync(() => _stuck > 0, () => "a turn should have failed");
            await hub.StopAsync();
        }

        Assert.Equal(0, Rows.Count(State, "activities"));
        await using var again = await TestHub.StartAsync(State, Activities);
        Assert.Equal("done", await again.OutputAsync("held"));
        Assert.Equal(1, _runs);

        void Activities(TestHub hub)
        {
            hub.Orchestration("held", async flow => await flow.CallAsync("hold"));
            hub.ActivityAsync("hold", async _ =>
            {
                Interlocked.Increment(ref _runs);
                await release.WaitAsync();
                return "done";
            });
        }

        // The start and the first turn are stored; the activity's end is the third write, and no turn after it is.
        Fault Stuck(int write)
        {
            if (write <= 3)
            {
                return Fault.None;
            }

            Interlocked.Increment(ref _stuck);
            return Fault.FailBefore;
        }
    }

    [Fact]
    public async Task What_cannot_be_read_any_more_holds_up_nobody()
    {
        await using (var hub = await StartAsync())
        {
            await hub.StartAsync("steps", "in", "history");
            await hub.StartAsync("steps", "in", "message");
            await hub.UntilAsync("message", OrchestrationStatus.Running);
            await hub.UntilAsync("history", OrchestrationStatus.Running);
            await hub.StopAsync();
        }

        Rows.Execute(State, """
            UPDATE history SET events = '[99,{}]' WHERE instance = 'history';
            INSERT INTO messages (seq, target, event) VALUES (-1, 'message', 'not even JSON');
            INSERT INTO activities (seq, instance, execution, task, event)
                SELECT -2, 'message', execution, 77, '[4,7]' FROM instances WHERE id = 'message';
            """);
        await using var again = await StartAsync();
        await again.RaiseAsync("message", "go", "on");
        await again.RaiseAsync("history", "go", "on");

        Assert.Equal("in.on.", await again.OutputAsync("message"));
        var failed = await again.EndAsync("history");
        Assert.Equal(OrchestrationStatus.Failed, failed.OrchestrationStatus);
        Assert.Contains("cannot be read", failed.Output, StringComparison.Ordinal);
        Assert.Equal(2, Rows.Count(State, "unreadable"));
    }

    private Task<TestHub> StartAsync(SemaphoreSlim? held = null) => TestHub.StartAsync(State, hub =>
    {
        hub.Orchestration(
            "steps", async flow => await flow.CallAsync("dot", await flow.CallAsync("dot", flow.Input) + await flow.EventAsync("go")));
        hub.Activity("dot", text =>
        {
            Interlocked.Increment(ref _runs);
            return text + ".";
        });
        hub.Orchestration("held", async flow =>
        {
            await flow.CallAsync("hold");
            return await flow.CallEntityAsync("@ledger@a", "add", "y");
        });
        hub.ActivityAsync("hold", async _ =>
        {
            Interlocked.Increment(ref _runs);
            await held!.WaitAsync();
            return null;
        });
    });
}
