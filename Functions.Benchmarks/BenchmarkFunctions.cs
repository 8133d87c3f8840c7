using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Functions.Benchmarks;

/// <summary>What the scenarios run.</summary>
public static class BenchmarkFunctions
{
    [Function(nameof(Increment))]
    public static int Increment([ActivityTrigger] int number) => number + 1;

    [Function(nameof(Now))]
    public static long Now([ActivityTrigger] string? input) => Stopwatch.GetTimestamp();

    [Function(nameof(Sequence))]
    public static async Task<int> Sequence([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var number = context.GetInput<int>();
        for (var i = 0; i < 5; i++)
        {
            number = await context.CallActivityAsync<int>(nameof(Increment), number);
        }

        return number;
    }

    [Function(nameof(FanOut))]
    public static async Task<int> FanOut([OrchestrationTrigger] TaskOrchestrationContext context) =>
        (await Task.WhenAll(Enumerable.Range(0, context.GetInput<int>()).Select(number => context.CallActivityAsync<int>(nameof(Increment), number)))).Sum();

    /// <summary>Takes in events until it is told to stop; tells how long each took from being raised.</summary>
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

    [Function(nameof(Wait))]
    public static Task<string> Wait([OrchestrationTrigger] TaskOrchestrationContext context) => context.WaitForExternalEvent<string>("go");

    /// <summary>Tells by how much a timer was late.</summary>
    [Function(nameof(Sleep))]
    public static async Task<double> Sleep([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var due = context.CurrentUtcDateTime + TimeSpan.FromMilliseconds(context.GetInput<int>());
        await context.CreateTimer(due, CancellationToken.None);
        return (context.CurrentUtcDateTime - due).TotalMilliseconds;
    }

    /// <summary>Calls an activity without end.</summary>
    [Function(nameof(Loop))]
    public static async Task Loop([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        while (true)
        {
            await context.CallActivityAsync<int>(nameof(Increment), 1);
        }
    }

    [Function("hello")]
    public static string Hello([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest request) => "hello";
}

public sealed class BenchmarkCounter : TaskEntity<int>
{
    [Function(nameof(BenchmarkCounter))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<BenchmarkCounter>();

    public void Add(int number) => State += number;
}
