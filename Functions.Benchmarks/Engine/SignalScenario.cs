using System.Diagnostics;
using BenchmarkApp;
using Microsoft.DurableTask.Entities;

namespace Functions.Benchmarks.Engine;

/// <summary>Signals to one entity and to a hundred.</summary>
internal sealed class SignalScenario : Scenario
{
    private const int Signals = 20_000;
    private const int Senders = 100;

    public override string Name => "signals";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var runtime = await BenchmarkRuntime.StartAsync();
        await SignalAsync(runtime, "warm", 100);
        return [await SignalAsync(runtime, "one", 1), await SignalAsync(runtime, "hundred", 100)];
    }

    private static async Task<Figure> SignalAsync(BenchmarkRuntime runtime, string prefix, int entities)
    {
        var begun = Stopwatch.GetTimestamp();
        await ForEachAsync(
            Signals, Senders, number => runtime.Client.Entities.SignalEntityAsync(Id(number % entities), nameof(Counter.Add), 1));
        for (var entity = 0; entity < entities; entity++)
        {
            while ((await runtime.Client.Entities.GetEntityAsync<int>(Id(entity)))?.State != Signals / entities)
            {
                await Task.Delay(1);
            }
        }

        return new Figure(
            $"Signals acknowledged and applied, {entities} {(entities == 1 ? "entity" : "entities")}",
            PerSecond(Signals, begun), "signals/s");

        EntityInstanceId Id(int entity) => new(nameof(Counter), $"{prefix}-{entity}");
    }
}
