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
    private const int Rounds = 50;

    public override string Name => "durable";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var azurite = await Azurite.StartAsync();
        await using var azure = await BenchmarkHost.StartAsync(NewFolder(), azurite);
        await using var sqlite = await BenchmarkHost.StartAsync(NewFolder(), azurite: null);
        // What is not compiled yet is no part of it.
        await ForEachAsync(50, Concurrency, _ => RunAsync(azure.Client, LookAsync));
        await ForEachAsync(1000, Concurrency, _ => RunAsync(sqlite.Client, LookAsync));
        // In turns, so that whatever else the machine does falls on both.
        var (onAzure, onSqlite) = (new List<TimeSpan>(), new List<TimeSpan>());
        for (var round = 0; round < Rounds; round++)
        {
            onAzure.Add(await TimeAsync(azure.Client));
            for (var i = 0; i < 10; i++)
            {
                onSqlite.Add(await TimeAsync(sqlite.Client));
            }
        }

        // Each waits in the way that takes it least: the provider for Azure Storage itself looks every 2 s.
        var byAzure = await MeasureAsync(150, () => RunAsync(azure.Client, LookAsync));
        var bySqlite = await MeasureAsync(3000, () => RunAsync(sqlite.Client, WaitAsync));
        return
        [
            new Figure($"{What}, Azurite, alone, median", Figure.Median(onAzure), "ms"),
            new Figure($"{What}, SQLite, alone, median", Figure.Median(onSqlite), "ms", AtMost(Figure.Median(onAzure) / 20)),
            new Figure($"{What}, Azurite, {Concurrency} at a time", byAzure, "orchestrations/s"),
            new Figure($"{What}, SQLite, {Concurrency} at a time", bySqlite, "orchestrations/s", AtLeast(150)),
            new Figure($"{What}, SQLite / Azurite, {Concurrency} at a time", bySqlite / byAzure, "", AtLeast(25)),
        ];
    }

    private static async Task<TimeSpan> TimeAsync(DurableTaskClient client)
    {
        var begun = Stopwatch.GetTimestamp();
        await RunAsync(client, LookAsync);
        return Stopwatch.GetElapsedTime(begun);
    }

    private static async Task<double> MeasureAsync(int count, Func<Task> run)
    {
        var since = Stopwatch.GetTimestamp();
        await ForEachAsync(count, Concurrency, _ => run());
        return PerSecond(count, since);
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
