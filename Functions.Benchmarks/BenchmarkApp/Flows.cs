using System.Diagnostics;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace BenchmarkApp;

/// <summary>What the scenarios run.</summary>
public static class Flows
{
    // A worker that is killed takes a try of its activities along.
    private static readonly TaskOptions s_untilDone = TaskOptions.FromRetryPolicy(new RetryPolicy(100, TimeSpan.FromMilliseconds(50)));

    /// <summary>Five activities in sequence.</summary>
    [Function(nameof(Sequence))]
    public static async Task<int> Sequence([OrchestrationTrigger] TaskOrchestrationContext context, int number)
    {
        for (var i = 0; i < 5; i++)
        {
            number = await context.CallActivityAsync<int>(nameof(Activities.Increment), number);
        }

        return number;
    }

    /// <summary>So many activities at once.</summary>
    [Function(nameof(FanOut))]
    public static async Task<int> FanOut([OrchestrationTrigger] TaskOrchestrationContext context, int width)
    {
        var calls = Enumerable.Range(0, width).Select(number => context.CallActivityAsync<int>(nameof(Activities.Increment), number));
        return (await Task.WhenAll(calls)).Sum();
    }

    /// <summary>Takes in events until it is told to stop; tells how long each took from being raised, in ticks of the stopwatch.</summary>
    [Function(nameof(Listen))]
    public static async Task<long[]> Listen([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var latencies = new List<long>();
        while (await context.WaitForExternalEvent<long>("raised") is > 0 and var raised)
        {
            // Not deterministic, and only measured: it decides nothing.
            latencies.Add(Stopwatch.GetTimestamp() - raised);
            context.SetCustomStatus(latencies.Count);
        }

        return [.. latencies];
    }

    /// <summary>Waits for the event "go".</summary>
    [Function(nameof(Wait))]
    public static Task<string> Wait([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("go");

    /// <summary>Tells by how many milliseconds a timer was late.</summary>
    [Function(nameof(Sleep))]
    public static async Task<double> Sleep([OrchestrationTrigger] TaskOrchestrationContext context, int milliseconds)
    {
        var due = context.CurrentUtcDateTime + TimeSpan.FromMilliseconds(milliseconds);
        await context.CreateTimer(due, CancellationToken.None);
        return (context.CurrentUtcDateTime - due).TotalMilliseconds;
    }

    /// <summary>
    /// Enters the instance's id into the ledger of that key with each step, by a call and by a signal, with an activity between.
    /// </summary>
    [Function(nameof(Book))]
    public static async Task Book([OrchestrationTrigger] TaskOrchestrationContext context, Booking booking)
    {
        var ledger = new EntityInstanceId(nameof(Ledger), booking.Ledger);
        for (var step = 0; step < booking.Steps; step++)
        {
            await context.Entities.SignalEntityAsync(ledger, nameof(Ledger.Enter), $"{context.InstanceId}/signal/{step}");
            await context.CallActivityAsync<int>(nameof(Activities.Increment), step, s_untilDone);
            await context.Entities.CallEntityAsync(ledger, nameof(Ledger.Enter), $"{context.InstanceId}/call/{step}");
        }
    }
}
