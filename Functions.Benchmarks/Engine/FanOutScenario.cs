using System.Diagnostics;
using BenchmarkApp;

namespace Functions.Benchmarks.Engine;

/// <summary>A thousand activities at once.</summary>
internal sealed class FanOutScenario : Scenario
{
    private const int Width = 1000;
    private const int Rounds = 20;

    public override string Name => "fan-out";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var runtime = await BenchmarkRuntime.StartAsync();
        await RoundAsync(runtime);
        var begun = Stopwatch.GetTimestamp();
        for (var round = 0; round < Rounds; round++)
        {
            await RoundAsync(runtime);
        }

        return [new Figure($"Fan-out of {Width} activities", PerSecond(Width * Rounds, begun), "activities/s")];
    }

    private static async Task RoundAsync(BenchmarkRuntime runtime)
    {
        var id = await runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.FanOut), Width);
        await runtime.Client.WaitForInstanceCompletionAsync(id);
    }
}
