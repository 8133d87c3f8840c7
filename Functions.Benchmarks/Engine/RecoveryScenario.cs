using System.Diagnostics;

namespace Functions.Benchmarks.Engine;

/// <summary>From opening the file to all that was in flight having ended.</summary>
internal sealed class RecoveryScenario : Scenario
{
    private const int Instances = 10_000;

    public override string Name => "recovery";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        var folder = NewFolder();
        await using (var before = await BenchmarkRuntime.StartAsync(folder))
        {
            await WaitingScenario.StartAsync(before, "flying", Instances);
        }

        var begun = Stopwatch.GetTimestamp();
        await using var after = await BenchmarkRuntime.StartAsync(folder);
        var started = Stopwatch.GetElapsedTime(begun);
        await ForEachAsync(Instances, 200, async number =>
        {
            await after.Client.RaiseEventAsync($"flying-{number}", "go", "on");
            await after.Client.WaitForInstanceCompletionAsync($"flying-{number}");
        });
        return
        [
            new Figure($"Opening a file with {Instances:N0} orchestrations in flight", started.TotalMilliseconds, "ms"),
            new Figure("Until each of them was woken, replayed and ended", Stopwatch.GetElapsedTime(begun).TotalMilliseconds, "ms"),
        ];
    }
}
