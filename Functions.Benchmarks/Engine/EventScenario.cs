using System.Diagnostics;
using BenchmarkApp;

namespace Functions.Benchmarks.Engine;

/// <summary>From raising an event to the orchestrator's going on.</summary>
internal sealed class EventScenario : Scenario
{
    // Few to an orchestration: a turn replays all that came before.
    private const int Listeners = 100;
    private const int EventsOfEach = 20;

    public override string Name => "events";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var runtime = await BenchmarkRuntime.StartAsync();
        var latencies = new List<TimeSpan>();
        for (var listener = -20; listener < Listeners; listener++)
        {
            var measured = await MeasureAsync(runtime);
            latencies.AddRange(listener < 0 ? [] : measured);
        }

        return Figure.Of("An event, from raising to resumption", latencies);
    }

    private static async Task<IEnumerable<TimeSpan>> MeasureAsync(BenchmarkRuntime runtime)
    {
        var id = await runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Listen));
        for (var i = 1; i <= EventsOfEach; i++)
        {
            await runtime.Client.RaiseEventAsync(id, "raised", Stopwatch.GetTimestamp());
            // The next one comes to an orchestration that waits.
            while ((await runtime.Client.GetInstancesAsync(id, getInputsAndOutputs: true))?.SerializedCustomStatus != $"{i}")
            {
                await Task.Delay(1);
            }
        }

        await runtime.Client.RaiseEventAsync(id, "raised", 0L);
        var ended = await runtime.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        return ended.ReadOutputAs<long[]>()!.Select(ticks => Stopwatch.GetElapsedTime(0, ticks));
    }
}
