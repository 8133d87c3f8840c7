using System.Diagnostics;
using System.Net.Http.Json;
using Functions.IntegrationTests.Hosting;

namespace Functions.Benchmarks.Hosted;

/// <summary>
/// Five activities in sequence on the local host, alone and 50 at a time, on SQLite and on Azure Storage; started and awaited within the
/// worker, as an app's functions do.
/// </summary>
internal sealed class DurableScenario : Scenario
{
    private const string What = "Five activities in sequence on the local host";
    private const int Concurrency = 50;
    private const int Rounds = 2;
    private static readonly TimeSpan s_warmUp = TimeSpan.FromSeconds(25);

    public override string Name => "durable";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var azurite = await Azurite.StartAsync();
        var (onAzure, onSqlite) = (new Measured(), new Measured());
        // In turns, so that whatever else the machine does falls on both, and never at a time: a host that is idle still looks for work.
        for (var round = 0; round < Rounds; round++)
        {
            await MeasureAsync(null, onSqlite, alone: 500, together: 3000);
            await MeasureAsync(azurite, onAzure, alone: 50, together: 150);
        }

        var (byAzure, bySqlite) = (onAzure.PerSecond, onSqlite.PerSecond);
        return
        [
            new Figure($"{What}, Azurite, alone, median", Figure.Median(onAzure.Alone), "ms"),
            new Figure($"{What}, SQLite, alone, median", Figure.Median(onSqlite.Alone), "ms", AtMost(Figure.Median(onAzure.Alone) / 20)),
            new Figure($"{What}, Azurite, {Concurrency} at a time", byAzure, "orchestrations/s"),
            new Figure($"{What}, SQLite, {Concurrency} at a time", bySqlite, "orchestrations/s", AtLeast(150)),
            new Figure($"{What}, SQLite / Azurite, {Concurrency} at a time", bySqlite / byAzure, "", AtLeast(25)),
        ];
    }

    private static async Task MeasureAsync(Azurite? azurite, Measured measured, int alone, int together)
    {
        await using var host = await BenchmarkHost.StartAsync(NewFolder(), azurite);
        // As long for both: what is not compiled for good yet is no part of what is measured.
        for (var begun = Stopwatch.GetTimestamp(); Stopwatch.GetElapsedTime(begun) < s_warmUp;)
        {
            await RunAsync(host, Concurrency, Concurrency);
            await RunAsync(host, 1, 1);
        }

        measured.Alone.AddRange(await RunAsync(host, alone, 1));
        var since = Stopwatch.GetTimestamp();
        await RunAsync(host, together, Concurrency);
        (measured.Count, measured.Taken) = (measured.Count + together, measured.Taken + Stopwatch.GetElapsedTime(since));
    }

    private static async Task<IEnumerable<TimeSpan>> RunAsync(BenchmarkHost host, int count, int concurrency)
    {
        var taken = await host.Process.Http.GetFromJsonAsync<double[]>($"/sequences/{count}/{concurrency}");
        return taken!.Select(TimeSpan.FromMilliseconds);
    }

    private sealed class Measured
    {
        public List<TimeSpan> Alone { get; } = [];

        public int Count { get; set; }

        public TimeSpan Taken { get; set; }

        public double PerSecond => Count / Taken.TotalSeconds;
    }
}
