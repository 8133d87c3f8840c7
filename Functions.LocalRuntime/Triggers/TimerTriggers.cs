using Functions.LocalRuntime.Discovery;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Functions.LocalRuntime.Triggers;

/// <summary>Runs timer functions by their schedules, but those that a setting disables; one run of a timer at a time.</summary>
internal sealed partial class TimerTriggers(
    FunctionCatalog catalog, IFunctionInvoker invoker, IConfiguration configuration, ScheduleStatusFile statuses, LocalRuntimeOptions options, TimeProvider clock, ILogger<TimerTriggers> logger)
    : IHostedService, IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    private DateTime Now => clock.GetUtcNow().UtcDateTime;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        var timers = catalog.TriggeredBy<TimerTriggerAttribute>().Where(function => !IsDisabled(function.Name))
            .Select(function => (function, schedule: TimerSchedule.Parse(function.Name, ((TimerTriggerAttribute)function.Trigger).Schedule, configuration)))
            .ToList();
        _running = Task.WhenAll(timers.Select(timer => RunAsync(timer.function, timer.schedule)));
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    public void Dispose() => _stopping.Dispose();

    // As the real host's setting AzureWebJobs.NAME.Disabled; where a variable's name may have no dots, with two underscores for each.
    private bool IsDisabled(string function) =>
        new[] { $"AzureWebJobs.{function}.Disabled", $"AzureWebJobs:{function}:Disabled" }.Any(setting => configuration[setting] is "1" || (bool.TryParse(configuration[setting], out var disabled) && disabled));

    private async Task RunAsync(FunctionDescriptor function, TimerSchedule schedule)
    {
        var trigger = (TimerTriggerAttribute)function.Trigger;
        var known = trigger.UseMonitor ? statuses.Find(function.Name) : null;
        var pastDue = known is not null && known.Next <= Now;
        try
        {
            if (pastDue || trigger.RunOnStartup)
            {
                await InvokeAsync(function, trigger, schedule, pastDue);
            }

            while (true)
            {
                // A timer may fire a little early: the run must not be counted twice.
                for (var next = schedule.NextAfter(Now); next > Now;)
                {
                    await Task.Delay(next - Now, clock, _stopping.Token);
                }

                await InvokeAsync(function, trigger, schedule, pastDue: false);
            }
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private async Task InvokeAsync(FunctionDescriptor function, TimerTriggerAttribute trigger, TimerSchedule schedule, bool pastDue)
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        if (options.FunctionTimeout is { } timeout)
        {
            cancellation.CancelAfter(timeout);
        }

        try
        {
            var status = trigger.UseMonitor ? statuses.Find(function.Name) ?? new ScheduleStatus() : null;
            await invoker.InvokeInScopeAsync(function, new TimerInfo { IsPastDue = pastDue, ScheduleStatus = status }, cancellation.Token);
        }
        catch (Exception exception) when (!_stopping.IsCancellationRequested)
        {
            LogFailed(function.Name, exception);
        }

        if (trigger.UseMonitor)
        {
            statuses.Write(function.Name, new ScheduleStatus { Last = Now, Next = schedule.NextAfter(Now), LastUpdated = Now });
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Timer function {Function} failed; it runs again at its next time")]
    private partial void LogFailed(string function, Exception exception);
}
