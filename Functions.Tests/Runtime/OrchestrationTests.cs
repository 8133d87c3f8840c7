using DurableTask.Core.Exceptions;
using Grpc.Core;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Functions.Tests.Runtime;

public sealed class OrchestrationTests : RuntimeTest
{
    [Fact]
    public async Task Activities_run_in_sequence_and_in_parallel_and_return_their_results() =>
        Assert.Equal("2,4,6,12", string.Join(',', await Host.RunAsync<int[]>(nameof(OrchestrationFunctions.Doubling), new[] { 1, 2, 3, 6 })));

    [Fact]
    public async Task A_sub_orchestration_returns_its_result_and_knows_its_parent() =>
        Assert.Equal("Child of Parent", await Host.RunAsync<string>(nameof(OrchestrationFunctions.Parent)));

    [Fact]
    public async Task A_failed_activity_surfaces_with_its_type_message_and_cause()
    {
        var ended = await Host.RunAsync(nameof(OrchestrationFunctions.Careless));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Equal("Microsoft.DurableTask.TaskFailedException: Task 'Explode' (#0) failed with an unhandled exception: boom", ended.SerializedOutput);
    }

    [Fact]
    public async Task A_retry_policy_counts_the_first_try_and_backs_off()
    {
        var times = await Host.RunAsync<long[]>(nameof(OrchestrationFunctions.Stubborn), Guid.NewGuid());

        Assert.Equal(4, times.Length);
        var delays = times.Zip(times.Skip(1), (a, b) => TimeSpan.FromTicks(b - a)).ToList();
        Assert.All(delays.Zip(new[] { 20, 40, 60 }), pair => Assert.True(pair.First >= TimeSpan.FromMilliseconds(pair.Second - 1), string.Join(", ", delays)));
    }

    [Fact]
    public async Task A_failure_that_the_policy_does_not_handle_is_not_retried() =>
        Assert.Equal(1, await Host.RunAsync<int>(nameof(OrchestrationFunctions.Choosy), Guid.NewGuid()));

    [Fact]
    public async Task A_retry_handler_decides_with_the_attempt_and_the_failure() =>
        Assert.Equal(3, await Host.RunAsync<int>(nameof(OrchestrationFunctions.Handled), Guid.NewGuid()));

    [Fact]
    public async Task Time_and_guids_are_the_same_on_replay_and_orchestrators_log_once() =>
        Assert.True(await Host.RunAsync<bool>(nameof(OrchestrationFunctions.Deterministic)));

    [Fact]
    public async Task An_orchestration_stays_open_while_a_timer_is_and_a_cancelled_timer_lets_it_go()
    {
        var open = await Host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(OrchestrationFunctions.LeavesTimer), false);
        var cancelled = await Host.RunAsync(nameof(OrchestrationFunctions.LeavesTimer), true);

        Assert.Equal(OrchestrationRuntimeStatus.Completed, cancelled.RuntimeStatus);
        Assert.Equal(OrchestrationRuntimeStatus.Running, (await Host.Client.GetInstanceAsync(open))!.RuntimeStatus);
    }

    [Fact]
    public async Task Continue_as_new_starts_afresh_with_its_new_input_and_keeps_unclaimed_events()
    {
        var id = await Host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(OrchestrationFunctions.Counting), 0);
        for (var i = 0; i < 3; i++)
        {
            await Host.Client.RaiseEventAsync(id, "add", 10);
        }

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var ended = await Host.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, limit.Token);
        Assert.Equal(30, ended.ReadOutputAs<int>());
    }

    [Fact]
    public async Task A_running_id_is_refused_and_a_finished_one_is_used_again()
    {
        var options = new StartOrchestrationOptions("once");
        await Host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(OrchestrationFunctions.Waiting), null, options);
        await Assert.ThrowsAsync<OrchestrationAlreadyExistsException>(() => Host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(OrchestrationFunctions.Waiting), null, options));

        await Host.Client.RaiseEventAsync("once", "GO", "first");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        Assert.Equal("first", (await Host.Client.WaitForInstanceCompletionAsync("once", true, limit.Token)).ReadOutputAs<string>());

        await Host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(OrchestrationFunctions.Waiting), null, options);
        await Host.Client.RaiseEventAsync("once", "go", "second");
        Assert.Equal("second", (await Host.Client.WaitForInstanceCompletionAsync("once", true, limit.Token)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_event_that_does_not_come_in_time_cancels_the_wait() =>
        Assert.Equal("timed out", await Host.RunAsync<string>(nameof(OrchestrationFunctions.Impatient)));

    [Fact]
    public async Task Of_several_waiters_the_last_is_served_first()
    {
        var id = await Host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(OrchestrationFunctions.TwoWaiters));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await Host.Client.WaitForInstanceStartAsync(id, false, limit.Token);
        await Host.Client.RaiseEventAsync(id, "go", "a");
        await Host.Client.RaiseEventAsync(id, "go", "b");

        Assert.Equal("b,a", (await Host.Client.WaitForInstanceCompletionAsync(id, true, limit.Token)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Events_to_nobody_and_to_the_finished_are_refused_as_the_host_refuses_them()
    {
        var missing = await Assert.ThrowsAsync<RpcException>(() => Host.Client.RaiseEventAsync("nobody", "go"));
        Assert.Equal(StatusCode.NotFound, missing.StatusCode);

        var ended = await Host.RunAsync(nameof(OrchestrationFunctions.Parent));
        var late = await Assert.ThrowsAsync<RpcException>(() => Host.Client.RaiseEventAsync(ended.InstanceId, "go"));
        Assert.Equal(StatusCode.FailedPrecondition, late.StatusCode);
    }

    [Fact]
    public async Task Orchestrations_send_events_to_each_other() =>
        Assert.Equal("hello", await Host.RunAsync<string>(nameof(OrchestrationFunctions.Conversation)));

    [Fact]
    public async Task A_custom_status_is_shown_and_one_that_is_too_large_fails_the_orchestration()
    {
        var small = await Host.RunAsync(nameof(OrchestrationFunctions.Announcing), 10);
        Assert.Equal(new string('x', 10), small.ReadCustomStatusAs<string>());

        var large = await Host.RunAsync(nameof(OrchestrationFunctions.Announcing), 9000);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, large.RuntimeStatus);
        Assert.Contains("CustomStatus is too large", large.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Terminating_ends_an_orchestration_with_its_output()
    {
        var id = await Host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(OrchestrationFunctions.Waiting));
        await Host.Client.TerminateInstanceAsync(id, new TerminateInstanceOptions("enough"));

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var ended = await Host.Client.WaitForInstanceCompletionAsync(id, true, limit.Token);
        Assert.Equal(OrchestrationRuntimeStatus.Terminated, ended.RuntimeStatus);
        Assert.Equal("enough", ended.ReadOutputAs<string>());
    }

    [Fact]
    public async Task Awaiting_what_is_not_durable_fails_at_once_with_an_explanation()
    {
        var ended = await Host.RunAsync(nameof(OrchestrationFunctions.Foreign));

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("invalid asynchronous invocation", ended.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_orchestrator_that_does_something_else_on_replay_fails_with_what_was_expected_and_met()
    {
        await RestartAsync(sticky: 0);
        var ended = await Host.RunAsync(nameof(OrchestrationFunctions.Fickle), Guid.NewGuid());

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains("call of activity 'Twice'", ended.SerializedOutput, StringComparison.Ordinal);
        Assert.Contains("timer", ended.SerializedOutput, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Nobody", "There is no orchestrator function 'Nobody'")]
    [InlineData(nameof(OrchestrationFunctions.CallsNobody), "Task 'Nobody' (#0) failed")]
    [InlineData(nameof(OrchestrationFunctions.Counting), "JSON", "not a number")]
    public async Task What_cannot_run_fails_with_its_name(string orchestrator, string expected, string? input = null)
    {
        var ended = await Host.RunAsync(orchestrator, input);

        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains(expected, ended.SerializedOutput, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_are_listed_page_by_page_and_purged_when_finished()
    {
        for (var i = 0; i < 5; i++)
        {
            await Host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(OrchestrationFunctions.Waiting), null, new StartOrchestrationOptions($"list-{i}"));
        }

        var pages = new List<int>();
        await foreach (var page in Host.Client.GetAllInstancesAsync(new OrchestrationQuery(InstanceIdPrefix: "list-", PageSize: 2)).AsPages())
        {
            pages.Add(page.Values.Count);
        }

        Assert.Equal([2, 2, 1], pages);
        await Assert.ThrowsAsync<InvalidOperationException>(() => Host.Client.PurgeInstanceAsync("list-0"));
        await Host.Client.RaiseEventAsync("list-0", "go", "");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await Host.Client.WaitForInstanceCompletionAsync("list-0", false, limit.Token);
        Assert.Equal(1, (await Host.Client.PurgeInstanceAsync("list-0")).PurgedInstanceCount);
        Assert.Null(await Host.Client.GetInstanceAsync("list-0"));
        Assert.Equal(0, (await Host.Client.PurgeInstanceAsync("list-0")).PurgedInstanceCount);
    }

    [Fact]
    public async Task What_was_running_goes_on_after_a_restart()
    {
        var waiting = await Host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(OrchestrationFunctions.Waiting));
        var timing = await Host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(OrchestrationFunctions.SleepsThenDoubles), 21);
        var later = await Host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(OrchestrationFunctions.Parent), null, new StartOrchestrationOptions(null, DateTimeOffset.UtcNow.AddSeconds(1)));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await Host.Client.WaitForInstanceStartAsync(waiting, false, limit.Token);
        await Host.Client.RaiseEventAsync(waiting, "go", "kept");

        await RestartAsync();

        Assert.Equal("kept", (await Host.Client.WaitForInstanceCompletionAsync(waiting, true, limit.Token)).ReadOutputAs<string>());
        Assert.Equal(42, (await Host.Client.WaitForInstanceCompletionAsync(timing, true, limit.Token)).ReadOutputAs<int>());
        Assert.Equal("Child of Parent", (await Host.Client.WaitForInstanceCompletionAsync(later, true, limit.Token)).ReadOutputAs<string>());
    }

    [Fact]
    public async Task Many_orchestrations_at_once_all_complete()
    {
        var outputs = await Task.WhenAll(Enumerable.Range(0, 300).Select(number => Host.RunAsync<int>(nameof(OrchestrationFunctions.SleepsThenDoubles), number)));

        Assert.Equal(Enumerable.Range(0, 300).Select(number => number * 2), outputs);
    }
}
