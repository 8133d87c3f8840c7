using DurableTask.Core;
using DurableTask.Core.Exceptions;

namespace DurableTask.Sqlite.Tests;

public sealed class OrchestrationTests : HubTest
{
    [Theory]
    [InlineData(0)]
    [InlineData(200)]
    public async Task Activities_one_after_the_other_pass_on_their_results(int sessionMilliseconds)
    {
        var settings = new SqliteOrchestrationServiceSettings
        {
            File = State,
            ExtendedSessionIdleTimeout = TimeSpan.FromMilliseconds(sessionMilliseconds),
        };
        await using var hub = await TestHub.StartAsync(settings, hub =>
        {
            hub.Orchestration("five", async flow =>
            {
                var text = flow.Input!;
                for (var i = 0; i < 5; i++)
                {
                    text = await flow.CallAsync("append", text);
                }

                return text;
            });
            hub.Activity("append", text => text + "x");
        });

        var outputs = await Task.WhenAll(Enumerable.Range(0, 30).Select(number => hub.RunAsync("five", $"{number}")));

        Assert.Equal(Enumerable.Range(0, 30).Select(number => $"{number}xxxxx"), outputs);
    }

    [Fact]
    public async Task Many_activities_at_once_all_return()
    {
        await using var hub = await TestHub.StartAsync(State, hub =>
        {
            hub.Orchestration("fan", async flow => string.Concat(
                await Task.WhenAll(Enumerable.Range(0, 40).Select(number => flow.CallAsync("same", $"{number}")))));
            hub.Activity("same", text => text);
        });

        Assert.Equal(string.Concat(Enumerable.Range(0, 40)), await hub.RunAsync("fan"));
    }

    [Fact]
    public async Task A_failure_of_an_activity_reaches_the_orchestration_and_its_caller_with_details()
    {
        await using var hub = await TestHub.StartAsync(State, hub =>
        {
            hub.Orchestration("catch", async flow =>
            {
                var failed = await Assert.ThrowsAsync<TaskFailedException>(() => flow.CallAsync("boom"));
                return $"{failed.FailureDetails!.ErrorType}: {failed.FailureDetails.ErrorMessage}";
            });
            hub.Orchestration("let", async flow => await flow.CallAsync("boom"));
            hub.Orchestration("parent", async flow =>
                (await Assert.ThrowsAsync<SubOrchestrationFailedException>(
                    () => flow.CallChildAsync("let", $"{flow.Id}-child"))).FailureDetails!.ErrorMessage);
            hub.Activity("boom", _ => throw new FormatException("unlucky"));
        });

        Assert.Equal("System.FormatException: unlucky", await hub.RunAsync("catch"));
        Assert.Contains("unlucky", await hub.RunAsync("parent"), StringComparison.Ordinal);
        var ended = await hub.EndAsync(await hub.StartAsync("let"));
        Assert.Equal(OrchestrationStatus.Failed, ended.OrchestrationStatus);
        Assert.Contains("unlucky", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_sub_orchestration_returns_its_result_and_its_id_may_be_used_again_when_it_has_ended()
    {
        await using var hub = await TestHub.StartAsync(State, hub => hub.Orchestration("parent", async flow =>
            await flow.CallChildAsync("return", $"{flow.Id}-child", "first")
            + await flow.CallChildAsync("return", $"{flow.Id}-child", "second")));

        Assert.Equal("firstsecond", await hub.RunAsync("parent", id: "p"));
        Assert.Equal("p", (await hub.EndAsync("p-child")).ParentInstance.OrchestrationInstance.InstanceId);
    }

    [Theory]
    [InlineData("running", "already exists")]
    [InlineData("@ledger@a", "not allowed")]
    public async Task A_sub_orchestration_takes_nobodys_id(string id, string reason)
    {
        await using var hub = await TestHub.StartAsync(State, hub =>
        {
            hub.Orchestration("wait", flow => flow.EventAsync("go")!);
            hub.Orchestration("parent", async flow => (await Assert.ThrowsAsync<SubOrchestrationFailedException>(
                () => flow.CallChildAsync("return", flow.Input!))).FailureDetails!.ErrorMessage);
        });
        await hub.StartAsync("wait", id: "running");

        Assert.Contains(reason, await hub.RunAsync("parent", id), StringComparison.Ordinal);

        await hub.RaiseAsync("running", "go", "still here");
        Assert.Equal("still here", await hub.OutputAsync("running"));
    }

    [Fact]
    public async Task Continuing_as_new_begins_with_the_new_input_and_keeps_events_that_were_not_taken()
    {
        await using var hub = await TestHub.StartAsync(State, hub =>
        {
            hub.Orchestration("rounds", async flow =>
            {
                var text = flow.Input + await flow.EventAsync("go") + await flow.CallAsync("same", ".");
                if (text.Length < 10)
                {
                    flow.ContinueAsNew(text);
                }

                return text;
            });
            hub.Activity("same", text => text);
        });
        var id = await hub.StartAsync("rounds", "");
        for (var i = 0; i < 5; i++)
        {
            await hub.RaiseAsync(id, "go", $"{i}");
        }

        // What it sends itself comes behind what others have sent meanwhile.
        Assert.Equal(".....01234", string.Concat((await hub.OutputAsync(id))!.Order()));
    }

    [Fact]
    public async Task Events_that_come_before_the_wait_are_kept_in_order()
    {
        await using var hub = await TestHub.StartAsync(State, hub => hub.Orchestration("late", async flow =>
            await flow.EventAsync("first") + await flow.EventAsync("go") + await flow.EventAsync("go")));
        var id = await hub.StartAsync("late");
        await hub.RaiseAsync(id, "go", "a");
        await hub.RaiseAsync(id, "go", "b");
        await hub.RaiseAsync(id, "first", "!");

        Assert.Equal("!ab", await hub.OutputAsync(id));
    }

    [Fact]
    public async Task A_suspended_one_takes_events_in_when_it_is_resumed()
    {
        await using var hub = await TestHub.StartAsync(State, hub => hub.Orchestration("wait", flow => flow.EventAsync("go")!));
        var id = await hub.StartAsync("wait");
        await hub.UntilAsync(id, OrchestrationStatus.Running);
        await hub.Client.SuspendInstanceAsync(new OrchestrationInstance { InstanceId = id });
        await hub.UntilAsync(id, OrchestrationStatus.Suspended);
        await hub.RaiseAsync(id, "go", "kept");

        Assert.Null(await hub.Service.WaitForOrchestrationAsync(id, null, TimeSpan.FromMilliseconds(200), default));
        await hub.Client.ResumeInstanceAsync(new OrchestrationInstance { InstanceId = id });

        Assert.Equal("kept", await hub.OutputAsync(id));
    }

    [Fact]
    public async Task A_terminated_one_ends_with_the_reason_and_leaves_its_child_alone()
    {
        await using var hub = await TestHub.StartAsync(State, hub =>
        {
            hub.Orchestration("wait", flow => flow.EventAsync("go")!);
            hub.Orchestration("parent", async flow => await flow.CallChildAsync("wait", "child"));
        });
        var id = await hub.StartAsync("parent");
        await hub.UntilAsync("child", OrchestrationStatus.Running);

        await hub.Service.ForceTerminateTaskOrchestrationAsync(id, "enough");

        var ended = await hub.EndAsync(id);
        Assert.Equal((OrchestrationStatus.Terminated, "enough"), (ended.OrchestrationStatus, ended.Output));
        await hub.RaiseAsync("child", "go", "well");
        Assert.Equal("well", await hub.OutputAsync("child"));
    }

    [Fact]
    public async Task The_result_of_an_activity_for_an_orchestration_that_was_terminated_is_dropped()
    {
        using var release = new SemaphoreSlim(0);
        var runs = 0;
        await using (var hub = await StartAsync())
        {
            var id = await hub.StartAsync("call");
            await Eventually.TrueAsync(() => runs == 1, () => "the activity should run");
            await hub.Service.ForceTerminateTaskOrchestrationAsync(id, "enough");
            await hub.EndAsync(id);
            release.Release();
            await Eventually.TrueAsync(() => Rows.Count(State, "activities") == 0, () => "the activity should be gone");
        }

        await using var again = await StartAsync();
        Assert.Equal("fresh", await again.RunAsync("return", "fresh"));
        Assert.Equal(1, runs);

        Task<TestHub> StartAsync() => TestHub.StartAsync(State, hub =>
        {
            hub.Orchestration("call", async flow => await flow.CallAsync("hold"));
            hub.ActivityAsync("hold", async _ =>
            {
                Interlocked.Increment(ref runs);
                await release.WaitAsync();
                return null;
            });
        });
    }

    [Fact]
    public async Task A_turn_that_fails_is_tried_again_and_holds_up_nobody()
    {
        // The first write starts it.
        var writes = 0;
        var settings = new SqliteOrchestrationServiceSettings { File = State };
        await using var hub = await TestHub.StartAsync(settings, null, service => new FaultyService(service, _ =>
            Interlocked.Increment(ref writes) is 2 or 3 or 4 ? Fault.FailBefore : Fault.None));

        Assert.Equal("at last", await hub.RunAsync("return", "at last"));
        Assert.Equal(5, writes);
    }
}
