using System.Collections.Concurrent;
using Functions.LocalRuntime;
using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.Triggers;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Functions.Tests.Runtime;

/// <summary>Timer functions on a clock of the test's.</summary>
public sealed class TimerTriggerTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 30, TimeSpan.Zero));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_timer_runs_at_its_times_and_keeps_its_status()
    {
        await using var timers = await StartAsync();

        await AdvanceToNextRunAsync(timers);
        await AdvanceToNextRunAsync(timers);

        Assert.Equal([At(0, 1), At(0, 2)], timers.Runs.Select(run => run.At));
        Assert.All(timers.Runs, run => Assert.False(run.IsPastDue));
        Assert.Equal((At(0, 2), At(0, 3)), (timers.Status!.Last, timers.Status.Next));
    }

    [Fact]
    public async Task A_time_that_passed_while_nothing_ran_is_made_up_for_once_and_said_to_be_past_due()
    {
        await using (var before = await StartAsync())
        {
            await AdvanceToNextRunAsync(before);
        }

        _clock.Advance(TimeSpan.FromMinutes(10));
        await using var after = await StartAsync();
        await after.WaitForStatusAsync();

        var run = Assert.Single(after.Runs);
        Assert.True(run.IsPastDue);
        Assert.Equal(At(0, 1), run.Last);
        Assert.Equal(At(0, 12), after.Status!.Next);
    }

    [Fact]
    public async Task A_timer_that_is_not_due_yet_is_not_made_up_for()
    {
        await using (var before = await StartAsync())
        {
            await AdvanceToNextRunAsync(before);
        }

        await using var after = await StartAsync();

        Assert.Empty(after.Runs);
    }

    [Theory]
    [InlineData("AzureWebJobs.Minutely.Disabled", "true", true)]
    [InlineData("AzureWebJobs:Minutely:Disabled", "1", true)]
    [InlineData("AzureWebJobs.Minutely.Disabled", "false", false)]
    [InlineData("AzureWebJobs.Hourly.Disabled", "true", false)]
    public async Task A_timer_that_a_setting_disables_does_not_run(string setting, string value, bool disabled)
    {
        // Past due, it would run at once.
        new ScheduleStatusFile(OptionsOf(_folder.Path)).Write(nameof(EveryMinute.Minutely), new ScheduleStatus { Last = At(0, 0).AddDays(-1), Next = At(0, 0).AddDays(-1) });
        await using var timers = new Started(_folder.Path, _clock, (setting, value));
        await timers.StartAsync();

        Assert.Equal(disabled ? 0 : 1, timers.Runs.Count);
    }

    private static LocalRuntimeOptions OptionsOf(string folder) => new() { AppRoot = folder, StateFile = Path.Combine(folder, "durable.db") };

    private static DateTime At(int hour, int minute) => new(2026, 1, 1, hour, minute, 0, DateTimeKind.Utc);

    /// <summary>Lets seconds pass until the timer has run once more.</summary>
    private async Task AdvanceToNextRunAsync(Started timers)
    {
        var before = timers.Runs.Count;
        for (var second = 0; timers.Runs.Count == before; second++)
        {
            Assert.True(second < 200, "The timer should have run.");
            _clock.Advance(TimeSpan.FromSeconds(1));
            // At its time the clock stands still until it has run; where it did not wait yet, until that is sure.
            for (var look = 0; look < (_clock.GetUtcNow().Second == 0 ? 500 : 1) && timers.Runs.Count == before; look++)
            {
                await Task.Delay(1);
            }
        }

        await timers.WaitForStatusAsync();
    }

    private async Task<Started> StartAsync()
    {
        var started = new Started(_folder.Path, _clock);
        await started.StartAsync();
        return started;
    }

    private sealed class Started : IFunctionInvoker, IAsyncDisposable
    {
        private readonly FakeTimeProvider _clock;
        private readonly ScheduleStatusFile _statuses;
        private readonly TimerTriggers _timers;

        public Started(string folder, FakeTimeProvider clock, params (string Key, string Value)[] settings)
        {
            _clock = clock;
            var options = OptionsOf(folder);
            var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(setting => setting.Key, setting => (string?)setting.Value)).Build();
            _statuses = new ScheduleStatusFile(options);
            var catalog = FunctionCatalog.Discover([typeof(EveryMinute)]);
            _timers = new TimerTriggers(catalog, this, configuration, _statuses, options, clock, NullLogger<TimerTriggers>.Instance);
        }

        public ConcurrentQueue<(DateTime At, bool IsPastDue, DateTime? Last)> Runs { get; } = new();

        public ScheduleStatus? Status => _statuses.Find(nameof(EveryMinute.Minutely));

        public Task StartAsync() => _timers.StartAsync(CancellationToken.None);

        public Task WaitForStatusAsync() => Eventually.TrueAsync(
            () => Task.FromResult(!Runs.IsEmpty && Status?.Last >= Runs.Last().At), () => $"the status should be of the last run, not {Status?.Last:o}");

        public Task<object?> InvokeInScopeAsync(FunctionDescriptor function, object? triggerValue, CancellationToken cancellationToken)
        {
            var timer = (TimerInfo)triggerValue!;
            Runs.Enqueue((_clock.GetUtcNow().UtcDateTime, timer.IsPastDue, timer.ScheduleStatus?.Last));
            return Task.FromResult<object?>(null);
        }

        public Task<object?> InvokeAsync(FunctionDescriptor function, object? triggerValue, IServiceProvider services, CancellationToken cancellationToken) => throw new NotSupportedException();

        public async ValueTask DisposeAsync()
        {
            await _timers.StopAsync(CancellationToken.None);
            _timers.Dispose();
        }
    }

    private static class EveryMinute
    {
        [Function(nameof(Minutely))]
        public static void Minutely([TimerTrigger("0 * * * * *")] TimerInfo timer) => throw new NotSupportedException("Only the tests' invoker runs it.");
    }
}
