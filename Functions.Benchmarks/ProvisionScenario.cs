using Functions.Benchmarks.Hosted;
using Functions.SimulatedCluster;

namespace Functions.Benchmarks;

/// <summary>
/// What the app adds to the time and the requests that a script of the same helm command needs, in turns with that script, at different
/// distances to the cluster.
/// </summary>
internal sealed class ProvisionScenario : Scenario
{
    private const int Rounds = 7;
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(50);

    public override string Name => "provision";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        var figures = new List<Figure>();
        await using var cluster = await SimulatedClusterServer.StartAsync(
            new SimulatedClusterOptions { Folder = NewFolder() }, CancellationToken.None);
        await cluster.Node!.Joined;
        foreach (var delay in new[] { 0, 20, 100 })
        {
            figures.AddRange(await MeasureAsync(cluster, TimeSpan.FromMilliseconds(delay)));
        }

        return figures;
    }

    private static async Task<IEnumerable<Figure>> MeasureAsync(SimulatedClusterServer cluster, TimeSpan delay)
    {
        var (folder, at) = (NewFolder(), $"{delay.TotalMilliseconds:0} ms more a round trip");
        await using var proxy = await DelayingProxy.StartAsync(cluster.KubeconfigPath, folder, delay);
        await using var app = await AppProcess.StartAsync(folder, proxy.KubeconfigPath, AppSettings.Quick(s_interval));
        using var script = new ProvisionScript(proxy.KubeconfigPath, s_interval);
        var (byApp, byScript, beyond) = (new List<TimeSpan>(), new List<TimeSpan>(), new List<TimeSpan>());
        (int ByHelm, int ByOthers, int Looks) appsRequests = default, scriptsRequests = default;
        // The first ones find everything uncompiled.
        for (var round = -2; round < Rounds; round++)
        {
            TimeSpan ofScript = default, ofApp = default;
            // Whatever goes first meets another machine than what goes second.
            foreach (var first in round % 2 == 0 ? new[] { true, false } : [false, true])
            {
                var name = $"{(first ? "app" : "script")}-{delay.TotalMilliseconds:0}-{round + 2}";
                proxy.TakeCounts();
                if (first)
                {
                    ofApp = await app.ProvisionAsync(name);
                    appsRequests = proxy.TakeCounts();
                    await app.RemoveAsync(name);
                }
                else
                {
                    ofScript = await script.ProvisionAsync(name);
                    scriptsRequests = proxy.TakeCounts();
                    await script.RemoveAsync(name);
                }
            }

            if (round >= 0)
            {
                byApp.Add(ofApp);
                byScript.Add(ofScript);
                beyond.Add(ofApp - ofScript);
            }
        }

        return
        [
            new Figure($"A script's store ready, {at}, median", Figure.Median(byScript), "ms"),
            new Figure($"The app's store ready, {at}, median", Figure.Median(byApp), "ms"),
            new Figure($"The app beyond the script, {at}, median of {Rounds} pairs", Figure.Median(beyond), "ms", AtMost(100)),
            new Figure($"Requests of the script's helm, {at}", scriptsRequests.ByHelm, "requests"),
            new Figure($"Requests of the app's helm, {at}", appsRequests.ByHelm, "requests"),
            new Figure(
                $"Requests of the script itself, of them looks while waiting {scriptsRequests.Looks}",
                scriptsRequests.ByOthers, "requests"),
            new Figure($"Requests of the app itself, of them looks while waiting {appsRequests.Looks}", appsRequests.ByOthers, "requests"),
        ];
    }
}
