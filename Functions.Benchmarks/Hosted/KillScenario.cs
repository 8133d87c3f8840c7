using System.Diagnostics;
using Functions.IntegrationTests.Hosting;

namespace Functions.Benchmarks.Hosted;

/// <summary>
/// Host, worker and both are killed as by kill -9 in turns, while orchestrations call and signal entities: nothing may be lost, and nothing
/// done twice in an entity's state.
/// </summary>
/// <param name="kills">How often on SQLite; on Azurite a fiftieth of that.</param>
internal sealed class KillScenario(int kills) : Scenario
{
    // As long as a batch takes: some kills come while it is scheduled, some when it has ended.
    private const int LatestMilliseconds = 250;

    public override string Name => "kills";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        var sqlite = await MeasureAsync("SQLite", azurite: null, kills, patience: TimeSpan.FromMinutes(3));
        await using var azurite = await Azurite.StartAsync();
        // What was in flight comes back when its message is visible again, after a minute, and each kill may add one.
        return [.. sqlite, .. await MeasureAsync("Azurite", azurite, Math.Max(3, kills / 50), patience: TimeSpan.FromMinutes(15))];
    }

    private static async Task<IEnumerable<Figure>> MeasureAsync(string where, Azurite? azurite, int count, TimeSpan patience)
    {
        var folder = NewFolder();
        var begun = Stopwatch.GetTimestamp();
        var host = await BenchmarkHost.StartAsync(folder, azurite);
        var batches = new List<KillBatch>();
        var returns = new List<TimeSpan>();
        try
        {
            for (var kill = 0; kill < count; kill++)
            {
                var batch = new KillBatch(kill);
                batches.Add(batch);
                var running = batch.BeginAsync(host.Client);
                await Task.Delay(Random.Shared.Next(LatestMilliseconds));
                var since = Stopwatch.GetTimestamp();
                host = await KillAsync(host, kill % 3, folder, azurite);
                returns.Add(Stopwatch.GetElapsedTime(since));
                await running;
            }

            var killed = Stopwatch.GetElapsedTime(begun);
            using var limit = new CancellationTokenSource(patience);
            foreach (var batch in batches)
            {
                await batch.EndAsync(host.Client, limit.Token);
            }

            return
            [
                new Figure($"kill -9 of host, worker or both, {where}", count, "kills"),
                new Figure($"kill -9, {where}, time of each with its restart", killed.TotalSeconds / count, "s"),
                new Figure($"kill -9, {where}, until host and worker answered again, median", Figure.Median(returns), "ms"),
                new Figure(
                    $"kill -9, {where}, from the last one to the end of all orchestrations",
                    (Stopwatch.GetElapsedTime(begun) - killed).TotalSeconds, "s"),
                new Figure($"kill -9, {where}, acknowledged orchestrations", batches.Sum(batch => batch.Acknowledged), "orchestrations"),
                new Figure($"kill -9, {where}, orchestrations and messages lost", batches.Sum(batch => batch.Lost), "", AtMost(0)),
                new Figure(
                    $"kill -9, {where}, messages more than once in an entity's state", batches.Sum(batch => batch.Repeated), "", AtMost(0)),
            ];
        }
        finally
        {
            await host.DisposeAsync();
        }
    }

    /// <summary>Kills, and waits until host and worker are there again.</summary>
    private static async Task<BenchmarkHost> KillAsync(BenchmarkHost host, int who, string folder, Azurite? azurite)
    {
        switch (who)
        {
            case 0:
                host.Process.KillWorker();
                await FirstAnswer.AwaitAsync(host.Process, "/client");
                return host;
            case 1:
                using (var process = System.Diagnostics.Process.GetProcessById(host.Process.Id))
                {
                    process.Kill();
                }

                break;
            default:
                await host.Process.KillAsync(withAll: false);
                break;
        }

        await host.DisposeAsync();
        return await BenchmarkHost.StartAsync(folder, azurite);
    }
}
