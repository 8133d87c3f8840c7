using System.Diagnostics;
using BenchmarkApp;

namespace Functions.Benchmarks.Engine;

/// <summary>A sequence of five activities, alone, and 50 and 200 at a time.</summary>
internal sealed class SequenceScenario : Scenario
{
    private const int Alone = 1000;
    private const int Together = 4000;

    public override string Name => "sequence";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var runtime = await BenchmarkRuntime.StartAsync();
        await RunManyAsync(runtime, 2000, 50);
        var figures = Figure.Of("Five activities in sequence, alone", await RunManyAsync(runtime, Alone, 1)).ToList();
        foreach (var concurrency in new[] { 50, 200 })
        {
            var begun = Stopwatch.GetTimestamp();
            await RunManyAsync(runtime, Together, concurrency);
            figures.Add(
                new Figure($"Five activities in sequence, {concurrency} at a time", PerSecond(Together, begun), "orchestrations/s"));
        }

        return figures;
    }

    private static async Task<List<TimeSpan>> RunManyAsync(BenchmarkRuntime runtime, int count, int concurrency)
    {
        var times = new List<TimeSpan>(count);
        await ForEachAsync(count, concurrency, async number =>
        {
            var begun = Stopwatch.GetTimestamp();
            var id = await runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Sequence), number);
            await runtime.Client.WaitForInstanceCompletionAsync(id);
            lock (times)
            {
                times.Add(Stopwatch.GetElapsedTime(begun));
            }
        });
        return times;
    }
}
