using BenchmarkDotNet.Running;
using Functions.Benchmarks;

// Everything: dotnet run -c Release --project Functions.Benchmarks
// Some of it: dotnet run -c Release --project Functions.Benchmarks -- sequence fan-out turns
if (args is [StartUp.Serve or StartUp.ServeBare, var folder])
{
    await StartUp.RunAsync(args[0], folder);
    return;
}

if (args is [ClusterScenario.Serve, var clusterFolder])
{
    await ClusterScenario.RunAsync(clusterFolder);
    return;
}

if (args is [SweepScenario.Serve, var kubeconfig, var stateFolder])
{
    await SweepScenario.RunAsync(kubeconfig, stateFolder);
    return;
}

IReadOnlyList<Scenario> scenarios =
[
    new SequenceScenario(), new FanOutScenario(), new EntitySignalsScenario(), new EventLatencyScenario(), new TimerAccuracyScenario(),
    new WaitingScenario(), new RecoveryScenario(), new StartUpScenario(), new ClusterScenario(), new SweepScenario(),
    new ProvisionScenario(), new SlotScenario(),
];
var chosen = scenarios.Where(scenario => args.Length == 0 || args.Contains(scenario.Name, StringComparer.OrdinalIgnoreCase)).ToList();
if (chosen.Count > 0)
{
    await Report.RunAsync(chosen);
}

if (args.Length == 0 || args.Contains("turns", StringComparer.OrdinalIgnoreCase))
{
    BenchmarkRunner.Run<TurnCost>();
}
