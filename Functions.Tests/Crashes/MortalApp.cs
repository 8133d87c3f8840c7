using Functions.SimulatedCluster.Faults;
using Functions.Tests.Cluster;
using Functions.Tests.EndToEnd;

namespace Functions.Tests.Crashes;

/// <summary>The app on a proxied cluster, which is killed at chosen points and started again on the same state.</summary>
internal sealed class MortalApp(TestCluster cluster, string folder, ClusterProxy proxy) : IAsyncDisposable
{
    private StoreApp? _app;

    public StoreApp App => _app ?? throw new InvalidOperationException("The app is dead.");

    public static async Task<MortalApp> StartAsync(TestCluster cluster, string folder)
    {
        var app = new MortalApp(cluster, folder, await ClusterProxy.StartAsync(cluster.KubeconfigPath, folder));
        await app.RiseAsync();
        return app;
    }

    /// <summary>Begins an operation and kills the app at each of the points, in their order; after the last it is alive again.</summary>
    /// <param name="store">The store's name.</param>
    /// <param name="begin">Asks for the operation.</param>
    /// <param name="points">Where.</param>
    /// <param name="moment">When.</param>
    /// <param name="helmSurvives">Whether a running helm goes on without its app.</param>
    public async Task DieAtEachAsync(string store, Func<StoreApp, Task> begin, IReadOnlyList<CrashPoint> points, Moment moment, bool helmSurvives = false)
    {
        var ns = $"store-{store}";
        // On a real control plane a namespace takes its time to go by itself.
        var keepers = points.ToDictionary(point => point, point => point.KeptBy?.Invoke(ns));
        foreach (var keeper in keepers.Values.OfType<FaultRule>())
        {
            cluster.Node.Faults.Add(keeper);
        }

        Func<StoreApp, Task> awaken = begin;
        foreach (var point in points)
        {
            var held = keepers[point] is not null ? null : proxy.Hold(point.At(moment), ns, moment);
            await awaken(App);
            if (held is null)
            {
                await Eventually.TrueAsync(async () => (await App.GetAsync(store))?.GetProperty("step").GetString() == point.Step, () => $"{point.Step} should come\n{App.Output}");
                held = proxy.Hold(point.At(moment), ns, moment);
            }

            await ReachedAsync(held, point);
            if (keepers[point] is { } kept)
            {
                cluster.Node.Faults.Remove(kept);
            }

            await App.KillAsync(withHelm: !helmSurvives);
            if (helmSurvives)
            {
                held.LetGo();
            }
            else
            {
                held.Forget();
            }

            await App.DisposeAsync();
            _app = null;
            awaken = _ => Task.CompletedTask;
            await RiseAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await proxy.DisposeAsync();
    }

    private async Task RiseAsync() => _app = await StoreApp.StartAsync(
        folder, proxy.KubeconfigPath, cluster.OperatorServiceAccount is { } account ? [("Kubernetes__OperatorServiceAccount", account)] : []);

    private async Task ReachedAsync(HeldRequest held, CrashPoint point)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        try
        {
            await held.Reached.WaitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            Assert.Fail($"{point.Step} never came to its request:\n{App.Output}");
        }
    }
}
