using System.Diagnostics;
using BenchmarkApp;
using Functions.Tests.Hosting;
using Microsoft.DurableTask.Client;

namespace Functions.Benchmarks.Hosted;

/// <summary>Five activities in sequence on the local host, alone and 50 at a time, on SQLite and on Azure Storage.</summary>
internal sealed class DurableScenario : Scenario
{
    private const string What = "Five activities in sequence on the local host";
    private const int Concurrency = 50;

    public override string Name => "durable";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var azurite = await Azurite.StartAsync();
        var azure = await MeasureAsync(azurite, alone: 30, together: 150);
        var sqlite = await MeasureAsync(azurite: null, alone: 500, together: 3000);
        return
        [
            new Figure($"{What}, Azurite, alone, median", Figure.Median(azure.Alone), "ms"),
            new Figure($"{What}, SQLite, alone, median", Figure.Median(sqlite.Alone), "ms", AtMost(Figure.Median(azure.Alone) / 20)),
            new Figure($"{What}, Azurite, {Concurrency} at a time", azure.PerSecond, "orchestrations/s"),
            new Figure($"{What}, SQLite, {Concurrency} at a time", sqlite.PerSecond, "orchestrations/s", AtLeast(150)),
            new Figure($"{What}, SQLite / Azurite, {Concurrency} at a time", sqlite.PerSecond / azure.PerSecond, "", AtLeast(25)),
        ];
    }

    private static async Task<(List<TimeSpan> Alone, double PerSecond)> MeasureAsync(Azurite? azurite, int alone, int together)
    {
        await using var host = await BenchmarkHost.StartAsync(NewFolder(), azurite);
        // What is not compiled yet is no part of it.
        await ForEachAsync(azurite is null ? 1000 : 50, Concurrency, _ => RunAsync(host.Client, LookAsync));
        var times = new List<TimeSpan>();
        for (var i = 0; i < alone; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            await RunAsync(host.Client, LookAsync);
            times.Add(Stopwatch.GetElapsedTime(begun));
        }

        // Each waits in the way that takes it least: the provider for Azure Storage itself looks every 2 s.
        var since = Stopwatch.GetTimestamp();
        await ForEachAsync(together, Concurrency, _ => RunAsync(host.Client, azurite is null ? WaitAsync : LookAsync));
        return (times, PerSecond(together, since));
    }

    private static async Task RunAsync(DurableTaskClient client, Func<DurableTaskClient, string, Task<OrchestrationRuntimeStatus>> end)
    {
        var id = await client.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Sequence), 0);
        var status = await end(client, id);
        Assert.True(status == OrchestrationRuntimeStatus.Completed, $"A sequence ended as {status}.");
    }

    private static async Task<OrchestrationRuntimeStatus> WaitAsync(DurableTaskClient client, string id) =>
        (await client.WaitForInstanceCompletionAsync(id)).RuntimeStatus;

    /// <summary>Reads the status every millisecond at first, and then after a tenth of the time so far.</summary>
    private static async Task<OrchestrationRuntimeStatus> LookAsync(DurableTaskClient client, string id)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            if (await client.GetInstanceAsync(id) is { IsCompleted: true } ended)
            {
                return ended.RuntimeStatus;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Math.Max(1, Stopwatch.GetElapsedTime(begun).TotalMilliseconds / 10)));
        }
    }
}
