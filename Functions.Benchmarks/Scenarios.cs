using System.Diagnostics;
using Microsoft.DurableTask.Entities;

namespace Functions.Benchmarks;

/// <summary>A sequence of five activities, alone and 200 at a time.</summary>
internal sealed class SequenceScenario : Scenario
{
    private const int Alone = 1000;
    private const int Together = 8000;
    private const int Concurrency = 200;

    public override string Name => "sequence";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var runtime = await BenchmarkRuntime.StartAsync();
        await RunManyAsync(runtime, 2000, Concurrency);
        var times = await RunManyAsync(runtime, Alone, 1);
        var begun = Stopwatch.GetTimestamp();
        await RunManyAsync(runtime, Together, Concurrency);
        return
        [
            .. Figure.Of("Five activities in sequence, alone", times, AtMost(3), AtMost(10)),
            new Figure($"Five activities in sequence, {Concurrency} at a time", PerSecond(Together, begun), "orchestrations/s", AtLeast(1500)),
        ];
    }

    private static async Task<List<TimeSpan>> RunManyAsync(BenchmarkRuntime runtime, int count, int concurrency)
    {
        var times = new List<TimeSpan>(count);
        await BenchmarkRuntime.ForEachAsync(count, concurrency, async number =>
        {
            var begun = Stopwatch.GetTimestamp();
            var id = await runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(BenchmarkFunctions.Sequence), number);
            await runtime.Client.WaitForInstanceCompletionAsync(id);
            lock (times)
            {
                times.Add(Stopwatch.GetElapsedTime(begun));
            }
        });
        return times;
    }
}

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

        return [new Figure($"Fan-out of {Width} activities", PerSecond(Width * Rounds, begun), "activities/s", AtLeast(10_000))];
    }

    private static async Task RoundAsync(BenchmarkRuntime runtime)
    {
        var id = await runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(BenchmarkFunctions.FanOut), Width);
        await runtime.Client.WaitForInstanceCompletionAsync(id);
    }
}

/// <summary>Signals to one entity and to a hundred.</summary>
internal sealed class EntitySignalsScenario : Scenario
{
    private const int Signals = 20_000;
    private const int Senders = 100;

    public override string Name => "entities";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var runtime = await BenchmarkRuntime.StartAsync();
        await SignalAsync(runtime, "warm", 100);
        return [await SignalAsync(runtime, "one", 1), await SignalAsync(runtime, "hundred", 100)];
    }

    private static async Task<Figure> SignalAsync(BenchmarkRuntime runtime, string prefix, int entities)
    {
        var begun = Stopwatch.GetTimestamp();
        await BenchmarkRuntime.ForEachAsync(Signals, Senders, number => runtime.Client.Entities.SignalEntityAsync(Id(number % entities), nameof(BenchmarkCounter.Add), 1));
        for (var entity = 0; entity < entities; entity++)
        {
            while ((await runtime.Client.Entities.GetEntityAsync<int>(Id(entity)))?.State != Signals / entities)
            {
                await Task.Delay(1);
            }
        }

        return new Figure($"Signals acknowledged and applied, {entities} {(entities == 1 ? "entity" : "entities")}", PerSecond(Signals, begun), "signals/s");

        EntityInstanceId Id(int entity) => new(nameof(BenchmarkCounter), $"{prefix}-{entity}");
    }
}

/// <summary>From raising an event to the orchestrator's going on.</summary>
internal sealed class EventLatencyScenario : Scenario
{
    private const int Events = 2000;

    public override string Name => "events";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var runtime = await BenchmarkRuntime.StartAsync();
        await MeasureAsync(runtime, 300);
        var latencies = await MeasureAsync(runtime, Events);
        return Figure.Of("An event, from raising to resumption", latencies, AtMost(2));
    }

    private static async Task<List<TimeSpan>> MeasureAsync(BenchmarkRuntime runtime, int events)
    {
        var id = await runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(BenchmarkFunctions.Listen));
        for (var i = 0; i < events; i++)
        {
            await runtime.Client.RaiseEventAsync(id, "raised", Stopwatch.GetTimestamp());
            await Task.Delay(1);
        }

        await runtime.Client.RaiseEventAsync(id, "raised", 0L);
        var ended = await runtime.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
        return [.. ended.ReadOutputAs<long[]>()!.Select(ticks => Stopwatch.GetElapsedTime(0, ticks))];
    }
}

/// <summary>By how much timers are late.</summary>
internal sealed class TimerAccuracyScenario : Scenario
{
    private const int Timers = 500;

    public override string Name => "timers";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var runtime = await BenchmarkRuntime.StartAsync();
        var late = new List<TimeSpan>(Timers);
        await BenchmarkRuntime.ForEachAsync(Timers, 25, async number =>
        {
            var id = await runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(BenchmarkFunctions.Sleep), 20 + (number % 80));
            var ended = await runtime.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true);
            lock (late)
            {
                late.Add(TimeSpan.FromMilliseconds(ended.ReadOutputAs<double>()));
            }
        });
        return Figure.Of("A timer's lateness, 25 at a time", late);
    }
}

/// <summary>What ten thousand waiting orchestrations take.</summary>
internal sealed class WaitingScenario : Scenario
{
    private const int Instances = 10_000;

    public override string Name => "memory";

    public override async Task<IEnumerable<Figure>> RunAsync() =>
    [
        new Figure($"Managed memory of {Instances:N0} waiting orchestrations, 1,000 of them kept", await MeasureAsync(1000), "MiB", AtMost(100)),
        new Figure($"Managed memory of {Instances:N0} waiting orchestrations, all kept", await MeasureAsync(2 * Instances), "MiB", AtMost(100)),
    ];

    private static async Task<double> MeasureAsync(int sticky)
    {
        await using var runtime = await BenchmarkRuntime.StartAsync(sticky: sticky);
        await StartAsync(runtime, "warm", 200);
        var before = Used();
        await StartAsync(runtime, "waiting", Instances);
        return (Used() - before) / 1048576.0;
    }

    public static async Task StartAsync(BenchmarkRuntime runtime, string prefix, int count)
    {
        await BenchmarkRuntime.ForEachAsync(count, 200, async number =>
        {
            var id = await runtime.Client.ScheduleNewOrchestrationInstanceAsync(nameof(BenchmarkFunctions.Wait), number, new Microsoft.DurableTask.StartOrchestrationOptions($"{prefix}-{number}"));
            await runtime.Client.WaitForInstanceStartAsync(id);
        });
    }

    private static long Used() => GC.GetTotalMemory(forceFullCollection: true);
}

/// <summary>From the start of a process to all that was in flight having ended.</summary>
internal sealed class RecoveryScenario : Scenario
{
    private const int Instances = 10_000;

    public override string Name => "recovery";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        var folder = BenchmarkRuntime.NewFolder();
        await using (var before = await BenchmarkRuntime.StartAsync(folder))
        {
            await WaitingScenario.StartAsync(before, "flying", Instances);
        }

        var begun = Stopwatch.GetTimestamp();
        await using var after = await BenchmarkRuntime.StartAsync(folder);
        var started = Stopwatch.GetElapsedTime(begun);
        await BenchmarkRuntime.ForEachAsync(Instances, 200, async number =>
        {
            await after.Client.RaiseEventAsync($"flying-{number}", "go", "on");
            await after.Client.WaitForInstanceCompletionAsync($"flying-{number}");
        });
        return
        [
            new Figure($"Opening a file with {Instances:N0} orchestrations in flight", started.TotalMilliseconds, "ms"),
            new Figure($"Until each of them was woken, replayed and ended", Stopwatch.GetElapsedTime(begun).TotalMilliseconds, "ms"),
        ];
    }
}
