using Functions.Benchmarks;
using Functions.Benchmarks.Engine;
using Functions.Benchmarks.Hosted;
using Functions.Benchmarks.Shop;

if (args is [ClusterScenario.Serve, var clusterFolder])
{
    await ClusterScenario.RunAsync(clusterFolder);
    return 0;
}

if (args is [SweepScenario.Serve, var kubeconfig, var stateFolder])
{
    await SweepScenario.RunAsync(kubeconfig, stateFolder);
    return 0;
}

try
{
    await using var builds = new EarlierBuilds();
    var asked = CommandLine.Parse(args);
    var held = await Report.RunAsync(asked.Choose(
    [
        new DurableScenario(), new AnswersScenario(), new StartUpScenario(asked.Against, builds), new KillScenario(asked.Kills),
        new SequenceScenario(), new FanOutScenario(), new SignalScenario(), new EventScenario(), new TimerScenario(), new WaitingScenario(),
        new RecoveryScenario(), new ClusterScenario(), new SweepScenario(), new ProvisionScenario(), new SlotScenario(),
        new ShopScenario(asked.Shop, asked.Beside),
    ]));
    return held || !asked.Check ? 0 : 1;
}
catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
{
    await Console.Error.WriteLineAsync($"error: {exception.Message}");
    return 1;
}
finally
{
    RunFolder.Delete();
}
