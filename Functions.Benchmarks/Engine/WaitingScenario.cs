using BenchmarkApp;
using Microsoft.DurableTask;

namespace Functions.Benchmarks.Engine;

/// <summary>What ten thousand waiting orchestrations take.</summary>
internal sealed class WaitingScenario : Scenario
{
    private const int Instances = 10_000;

    public override string Name => "memory";

    public override async Task<IEnumerable<Figure>> RunAsync() =>
    [
        new Figure($"Managed memory of {Instances:N0} waiting orchestrations, no history kept", await MeasureAsync(0), "MiB", AtMost(100)),
        new Figure(
            $"Managed memory of {Instances:N0} waiting orchestrations, histories kept", await MeasureAsync(null), "MiB", AtMost(100)),
    ];

    /// <summary>Starts so many that wait.</summary>
    public static Task StartAsync(BenchmarkRuntime runtime, string prefix, int count) => ForEachAsync(count, 200, async number =>
    {
        var id = await runtime.Client.ScheduleNewOrchestrationInstanceAsync(
            nameof(Flows.Wait), number, new StartOrchestrationOptions($"{prefix}-{number}"));
        await runtime.Client.WaitForInstanceStartAsync(id);
    });

    private static async Task<double> MeasureAsync(long? historyCache)
    {
        await using var runtime = await BenchmarkRuntime.StartAsync(historyCache: historyCache);
        await StartAsync(runtime, "warm", 200);
        var before = Used();
        await StartAsync(runtime, "waiting", Instances);
        return (Used() - before) / 1048576.0;
    }

    private static long Used() => GC.GetTotalMemory(forceFullCollection: true);
}
