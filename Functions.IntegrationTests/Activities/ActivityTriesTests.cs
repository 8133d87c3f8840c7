using Functions.IntegrationTests.InProcess;
using Functions.Orchestrations.Operations;
using Microsoft.Extensions.DependencyInjection;
using Stores.Core;

namespace Functions.IntegrationTests.Activities;

/// <summary>What uses up an activity's tries and what does not, on the real engine.</summary>
public sealed class ActivityTriesTests : IAsyncLifetime
{
    // By the engine's clock, which is as much faster.
    private static readonly RetrySettings s_three =
        new() { MaxAttempts = 3, FirstInterval = TimeSpan.FromSeconds(2), BackoffCoefficient = 2, MaxInterval = TimeSpan.FromSeconds(4) };

    private readonly TempFolder _folder = new();
    private readonly HastyClock _clock = new(50);
    private InProcessHost _host = null!;

    public async Task InitializeAsync() =>
        _host = await InProcessHost.StartAsync(
            Path.Combine(_folder.Path, "durable.db"),
            FunctionCatalog.Discover(typeof(InProcessHost).Assembly),
            services => services.AddSingleton<TimeProvider>(_clock));

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public Task A_passing_failure_is_tried_again() => RunAsync(nameof(ScriptedActivity.CallScript), "Done: it", 3, Transient, Transient);

    [Fact]
    public Task Failures_end_with_the_last_of_the_tries() =>
        RunAsync(nameof(ScriptedActivity.CallScript), "Failed: Busy: passing", 3, Transient, Transient, Transient);

    [Fact]
    public Task A_permanent_failure_is_not_tried_again() =>
        RunAsync(nameof(ScriptedActivity.CallScript), "Failed: Forbidden: for good", 1, Permanent);

    [Fact]
    public Task A_workers_death_uses_up_no_try() =>
        RunAsync(nameof(ScriptedActivity.CallScript), "Failed: Busy: passing", 6, Death, Transient, Death, Transient, Beneath, Transient);

    [Fact]
    public Task A_workers_death_is_known_by_the_message_too() =>
        RunAsync(nameof(ScriptedActivity.CallScript), "Done: it", 2, () => throw new InvalidOperationException(
            "Result: Failure Exception: Microsoft.Azure.WebJobs.Script.Workers.WorkerProcessExitException: dotnet exited with code 137"));

    [Fact]
    public Task What_a_failure_of_ours_quotes_is_no_death() => RunAsync(
        nameof(ScriptedActivity.CallScript), "Failed: Quoting: the pod said WorkerProcessExitException", 1,
        () => throw new PermanentStoreFailureException("Quoting", "the pod said WorkerProcessExitException"));

    [Fact]
    public async Task An_activity_that_ends_the_worker_each_time_fails_in_the_end_and_says_so()
    {
        var script = ScriptedActivity.Write(Enumerable.Repeat(Death, 20));

        var told = await RunAsync(nameof(ScriptedActivity.CallScript), script);

        Assert.StartsWith("Failed: WorkerDied: ", told, StringComparison.Ordinal);
        Assert.Equal(ActivityTries.MostDeaths + 1, ScriptedActivity.Calls(script));
    }

    [Fact]
    public Task Waiting_is_no_failure_and_ends_when_it_has_come() =>
        RunAsync(nameof(ScriptedActivity.AwaitScript), "Done: it", 3, NotYet("a"), NotYet("b"));

    [Fact]
    public Task A_wait_whose_looks_are_over_tells_the_last_reason() =>
        RunAsync(nameof(ScriptedActivity.AwaitScript), "NotYet: NotReady: c", 3, NotYet("a"), NotYet("b"), NotYet("c"));

    [Fact]
    public Task Looks_that_fail_count_like_looks_that_see_nothing_and_deaths_do_not() =>
        RunAsync(nameof(ScriptedActivity.AwaitScript), "NotYet: NotReady: c", 4, NotYet("a"), Transient, Death, NotYet("c"));

    [Fact]
    public Task What_is_hopeless_is_not_looked_at_again() =>
        RunAsync(nameof(ScriptedActivity.AwaitScript), "Hopeless: ImagePullBackOff: no such image", 2, NotYet("a"), () => new(
            LookState.Hopeless, null, new("ImagePullBackOff", "no such image")));

    [Fact]
    public async Task What_a_look_has_seen_can_be_the_next_ones_input()
    {
        var second = ScriptedActivity.Write();
        var first = ScriptedActivity.Write(NotYet(second));

        Assert.Equal("Done: it", await RunAsync(nameof(ScriptedActivity.FollowScript), first));
        Assert.Equal((1, 1), (ScriptedActivity.Calls(first), ScriptedActivity.Calls(second)));
    }

    [Fact]
    public async Task No_look_begins_after_the_deadline()
    {
        var script = ScriptedActivity.Write(Enumerable.Repeat(NotYet("a"), 100));

        var told = await RunAsync(
            nameof(ScriptedActivity.AwaitScript), script, s_three with { MaxAttempts = 100, Deadline = TimeSpan.FromSeconds(9) });

        Assert.Equal("NotYet: NotReady: a", told);
        // After 0, 2, 6 and 10 seconds at the earliest; a slow machine makes fewer of them.
        Assert.InRange(ScriptedActivity.Calls(script), 2, 4);
    }

    [Fact]
    public async Task A_cancellation_ends_the_wait_between_two_looks()
    {
        var script = ScriptedActivity.Write(NotYet("a"), NotYet("b"));
        var daily = new RetrySettings { MaxAttempts = 3, FirstInterval = TimeSpan.FromDays(1), MaxInterval = TimeSpan.FromDays(1) };
        var id = await _host.StartAsync(nameof(ScriptedActivity.AwaitScript), new ScriptedActivity.ScriptInput(script, daily));
        await Eventually.TrueAsync(() => Task.FromResult(ScriptedActivity.Calls(script) == 1), () => "it should have looked once");

        await _host.Client.RaiseEventAsync(id, "stop", "");

        Assert.Equal("NotYet: NotReady: a", await _host.EndAsync<string>(id));
        Assert.Equal(1, ScriptedActivity.Calls(script));
    }

    private static Func<Look<string>> Death { get; } = () => throw new WorkerProcessExitException("dotnet exited with code 137 (0x89)");

    private static Func<Look<string>> Beneath { get; } = () => throw new InvalidOperationException(
        "Exception while executing function: Functions.PlayScript", new WorkerProcessExitException("gone"));

    private static Func<Look<string>> Transient { get; } = () => throw new TransientStoreFailureException("Busy", "passing");

    private static Func<Look<string>> Permanent { get; } = () => throw new PermanentStoreFailureException("Forbidden", "for good");

    private static Func<Look<string>> NotYet(string message) => () => new(LookState.NotYet, null, new("NotReady", message));

    private async Task RunAsync(string orchestrator, string expected, int calls, params Func<Look<string>>[] script)
    {
        var name = ScriptedActivity.Write(script);

        Assert.Equal(expected, await RunAsync(orchestrator, name));
        Assert.Equal(calls, ScriptedActivity.Calls(name));
    }

    private Task<string> RunAsync(string orchestrator, string script, RetrySettings? settings = null) =>
        _host.RunAsync<string>(orchestrator, new ScriptedActivity.ScriptInput(script, settings ?? s_three));

    // Named as the host's own, which no package has.
    private sealed class WorkerProcessExitException(string message) : Exception(message);
}
