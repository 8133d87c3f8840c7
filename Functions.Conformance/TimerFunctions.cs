using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;


namespace Functions.Conformance;

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
