using BenchmarkApp;

namespace Functions.Benchmarks.Engine;

/// <summary>By how much timers are late.</summary>
internal sealed class TimerScenario : Scenario
{
    private const int Timers = 500;

    public override string Name => "timers";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var runtime = await BenchmarkRuntime.StartAsync();
        var late = new List<TimeSpan>(Timers);
        await ForEachAsync(Timers, 25, async number =>
        {
            var id = await runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(Flows.Sleep), 20 + (number % 80));
            var ended = await runtime.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
            lock (late)
            {
                late.Add(TimeSpan.FromMilliseconds(ended.ReadOutputAs<double>()));
            }
        });
        return Figure.Of("A timer's lateness, 25 at a time", late);
    }
}
