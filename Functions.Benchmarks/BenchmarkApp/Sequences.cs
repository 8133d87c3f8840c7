using System.Diagnostics;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace BenchmarkApp;

/// <summary>Runs sequences from within the worker, as an app's functions do.</summary>
public static class Sequences
{
    // On Linux the clock that Task.Delay goes by ticks every 4 ms; what is shorter is slept, on a thread of its own.
    private static readonly TimeSpan s_tick = TimeSpan.FromMilliseconds(4);

    /// <summary>Some at a time; the end of each is seen by reading its status at short intervals.</summary>
    /// <returns>The milliseconds that each took.</returns>
    [Function(nameof(Sequences))]
    public static async Task<IActionResult> RunAsync(
        [HttpTrigger("get", Route = "sequences/{count:int}/{concurrency:int}")] HttpRequest request, int count, int concurrency,
        [DurableClient] DurableTaskClient client)
    {
        var taken = new double[count];
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (index, cancellation) =>
        {
            var begun = Stopwatch.GetTimestamp();
            await AwaitAsync(client, await client.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Sequence), 0, cancellation), begun);
            taken[index] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
        });
        return new OkObjectResult(taken);
    }

    private static Task SleepAsync(TimeSpan pause) => Task.Factory.StartNew(
        () => Thread.Sleep(pause), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Reads the status every millisecond at first, and then after a tenth of the time so far.</summary>
    private static async Task AwaitAsync(DurableTaskClient client, string id, long begun)
    {
        while (true)
        {
            var instance = await client.GetInstanceAsync(id);
            if (instance is { IsCompleted: true })
            {
                _ = instance.RuntimeStatus == OrchestrationRuntimeStatus.Completed
                    ? true : throw new InvalidOperationException($"A sequence ended as {instance.RuntimeStatus}.");
                return;
            }

            var pause = TimeSpan.FromMilliseconds(Math.Max(1, Stopwatch.GetElapsedTime(begun).TotalMilliseconds / 10));
            await (pause < s_tick ? SleepAsync(pause) : Task.Delay(pause));
        }
    }
}
