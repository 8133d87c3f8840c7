using Functions.LocalRuntime;
using Functions.LocalRuntime.Dispatch;
using Functions.LocalRuntime.Storage;
using Functions.Tests.Conformance;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Functions.Tests.Runtime;

/// <summary>What the local engine does beyond the programming model: restarts, stops, bounds.</summary>
public sealed class EngineTests : RuntimeTest
{
    [Theory]
    [InlineData(1000)]
    [InlineData(0)]
    public async Task What_was_running_goes_on_after_a_restart(int sticky)
    {
        var waiting = await Host.StartAsync(nameof(SharedFunctions.AwaitGo));
        var timing = await Host.StartAsync(nameof(EngineFunctions.SleepThenDouble), 21);
        var later = await Host.Client.ScheduleNewOrchestrationInstanceAsync(nameof(SharedFunctions.ReturnInput), "later", new StartOrchestrationOptions(null, DateTimeOffset.UtcNow.AddSeconds(1)));
        await Host.Client.RaiseEventAsync(waiting, "go", "kept");

        await RestartAsync(sticky);

        Assert.Equal("kept", await Host.EndAsync<string>(waiting));
        Assert.Equal(42, await Host.EndAsync<int>(timing));
        Assert.Equal("later", await Host.EndAsync<string>(later));
    }

    [Fact]
    public async Task Orchestrations_that_had_to_leave_memory_go_on_from_their_history()
    {
        await RestartAsync(sticky: 3);
        var ids = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => Host.StartAsync(nameof(ExternalEventFunctions.AwaitInOrder), number)));
        foreach (var id in ids)
        {
            await Host.Client.RaiseEventAsync(id, "first", id);
        }

        foreach (var id in ids.Reverse())
        {
            await Host.Client.RaiseEventAsync(id, "second", "2");
            Assert.Equal($"{id},2", await Host.EndAsync<string>(id));
        }
    }

    [Fact]
    public async Task Many_orchestrations_at_once_all_complete()
    {
        var outputs = await Task.WhenAll(Enumerable.Range(0, 300).Select(number => Host.RunAsync<int>(nameof(EngineFunctions.SleepThenDouble), number)));

        Assert.Equal(Enumerable.Range(0, 300).Select(number => number * 2), outputs);
    }

    [Fact]
    public async Task Retries_wait_as_long_as_their_policy_says()
    {
        var times = await Host.RunAsync<long[]>(nameof(EngineFunctions.Stubborn), Guid.NewGuid());

        var delays = times.Zip(times.Skip(1), (a, b) => TimeSpan.FromTicks(b - a)).ToList();
        Assert.Equal(3, delays.Count);
        Assert.All(delays.Zip([20, 40, 60]), pair => Assert.True(pair.First >= TimeSpan.FromMilliseconds(pair.Second - 1), string.Join(", ", delays)));
    }

    [Fact]
    public async Task A_cancelled_timer_leaves_nothing_behind()
    {
        var id = await Host.StartAsync(nameof(EngineFunctions.CancelLongTimer));
        await Eventually.TrueAsync(() => Task.FromResult(Host.Store.LoadPending().Messages.Count == 1), () => "the timer should be pending");

        await Host.Client.RaiseEventAsync(id, "go", "");

        await Eventually.TrueAsync(() => Task.FromResult(Host.Store.LoadPending().Messages.Count == 0), () => "the timer should be gone");
    }

    [Fact]
    public async Task A_stop_gives_running_activities_time_to_end_and_keeps_what_they_return()
    {
        var id = await Host.StartAsync(nameof(EngineFunctions.PassThroughGate), "stubborn");
        await Host.Gates.Begun.WaitAsync();

        var stopping = Host.DisposeAsync().AsTask();
        Assert.False(stopping.IsCompleted);
        Host.Gates.Open.Release();
        await stopping;
        await RestartAsync();

        Assert.Equal("stubborn ran 1", await Host.EndAsync<string>(id));
    }

    [Fact]
    public async Task An_activity_that_heeds_the_stop_runs_again_after_it()
    {
        var id = await Host.StartAsync(nameof(EngineFunctions.PassThroughGate), "obedient");
        await Host.Gates.Begun.WaitAsync();

        await RestartAsync();
        Host.Gates.Open.Release();

        Assert.Equal("obedient ran 1", await Host.EndAsync<string>(id));
    }

    [Fact]
    public async Task A_stop_begins_none_of_the_activities_that_wait_for_their_turn()
    {
        await RestartAsync(options => options.MaxConcurrentActivityFunctions = 1);
        var ids = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Host.StartAsync(nameof(EngineFunctions.PassThroughGate), "obedient")));
        await Host.Gates.Begun.WaitAsync();
        await Eventually.TrueAsync(() => Task.FromResult(Host.Store.LoadPending().Activities.Count == 4), () => "all four activities should be stored");

        await Host.DisposeAsync();

        Assert.Equal(0, Host.Gates.Begun.CurrentCount);
        Host.Gates.Open.Release(4);
        await RestartAsync();
        await Task.WhenAll(ids.Select(Host.EndAsync<string>));
    }

    [Fact]
    public async Task Activities_that_take_longer_than_they_may_fail()
    {
        await RestartAsync(options => options.FunctionTimeout = TimeSpan.FromMilliseconds(100));

        var output = await Host.FailAsync(nameof(EngineFunctions.PassThroughGate), "stubborn");

        Assert.Contains("Timeout value of 00:00:00.1000000 was exceeded by function: AwaitGate", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_more_activities_run_at_once_than_configured()
    {
        await RestartAsync(options => options.MaxConcurrentActivityFunctions = 2);
        var ids = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => Host.StartAsync(nameof(EngineFunctions.PassThroughGate), "stubborn")));
        await Host.Gates.Begun.WaitAsync();
        await Host.Gates.Begun.WaitAsync();

        Assert.False(await Host.Gates.Begun.WaitAsync(TimeSpan.FromMilliseconds(100)));
        Host.Gates.Open.Release(5);
        await Task.WhenAll(ids.Select(Host.EndAsync<string>));
    }

    [Fact]
    public async Task A_value_that_is_too_large_is_refused_by_its_type_and_size()
    {
        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Host.StartAsync(nameof(SharedFunctions.ReturnInput), new string('x', 17 << 20)));
        Assert.Contains("System.String takes 17,825,794 bytes", refusal.Message, StringComparison.Ordinal);

        Assert.Contains("takes 17,825,794 bytes", await Host.FailAsync(nameof(EngineFunctions.CallMakeText), 17 << 20), StringComparison.Ordinal);
        Assert.Equal(15 << 20, await Host.RunAsync<int>(nameof(EngineFunctions.CallMakeText), 15 << 20));
    }

    [Fact]
    public async Task A_full_disk_is_told_to_clients_by_file_and_delays_the_rest()
    {
        var store = (SqliteTaskStore)Host.Store;
        var id = await Host.StartAsync(nameof(SharedFunctions.AwaitGo));
        await Eventually.TrueAsync(() => Task.FromResult(Host.Store.FindInstance(id)!.Status == OrchestrationRuntimeStatus.Running), () => "it should wait");
        await store.LimitPagesAsync(40);

        var refusal = await Assert.ThrowsAsync<IOException>(() => Host.StartAsync(nameof(SharedFunctions.ReturnInput), new string('x', 1 << 20)));
        Assert.Contains(StateFile, refusal.Message, StringComparison.Ordinal);
        await store.LimitPagesAsync(1 << 30);
        await Host.Client.RaiseEventAsync(id, "go", "still there");

        Assert.Equal("still there", await Host.EndAsync<string>(id));
    }

    [Fact]
    public async Task A_history_that_cannot_be_read_fails_its_instance_by_name_and_no_other()
    {
        var (broken, sound) = (await Host.StartAsync(nameof(SharedFunctions.AwaitGo)), await Host.StartAsync(nameof(SharedFunctions.AwaitGo)));
        await Eventually.TrueAsync(() => Task.FromResult(Host.Store.LoadPending().Messages.Count == 0), () => "both should wait");
        await RestartAsync(() =>
        {
            using var connection = SqliteFile.Connect(StateFile);
            SqliteSchema.Execute(connection, $"UPDATE history SET events = '[nonsense' WHERE instance = '{broken}'");
        });

        await Host.Client.RaiseEventAsync(broken, "go", "a");
        await Host.Client.RaiseEventAsync(sound, "go", "b");

        var ended = await Host.EndAsync(broken);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        Assert.Contains($"The history of '{broken}' in {StateFile} cannot be read", ended.SerializedOutput, StringComparison.Ordinal);
        Assert.Equal("b", await Host.EndAsync<string>(sound));
    }

    [Fact]
    public async Task Metadata_has_no_failure_details_as_on_Azure_Storage()
    {
        var id = await Host.StartAsync("Nobody");
        var ended = await Host.EndAsync(id);

        Assert.Null(ended.FailureDetails);
        Assert.Equal("""{"message":"There is no orchestrator function 'Nobody'.","details":null}""", ended.SerializedOutput);
    }

    [Fact]
    public async Task Orchestrations_that_ended_long_ago_are_removed()
    {
        await Host.DisposeAsync();
        var now = new DateTime(2026, 6, 1, 0, 0, 0, DateTimeKind.Utc);
        await using var store = new SqliteTaskStore(StateFile);
        for (var day = 25; day < 35; day++)
        {
            await StateFileTests.EndAsync(store, $"ended-{day}-days-ago", now.AddDays(-day), "");
        }

        var options = new LocalRuntimeOptions { AppRoot = ".", StateFile = StateFile };
        using var retention = new Retention(store, options, new FakeTimeProvider(now), NullLogger<Retention>.Instance);

        Assert.Equal(4, await retention.SweepAsync(default));
        Assert.Equal("ended-30-days-ago", store.QueryInstances(new OrchestrationQuery(), null)[^1].Id);
    }
}
