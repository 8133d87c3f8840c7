using Functions.IntegrationTests.Cluster;
using Functions.IntegrationTests.EndToEnd;
using Functions.SimulatedCluster.Faults;

namespace Functions.IntegrationTests.Crashes;

/// <summary>The app on a proxied cluster, which is killed at chosen points and started again on the same state.</summary>
internal sealed class MortalApp(TestCluster cluster, string folder, ClusterProxy proxy) : IAsyncDisposable
{
    // What a helm that was killed left pending is taken up when it cannot be at work any more.
    private static readonly (string Key, string Value)[] s_settings =
    [
        ("Helm__Timeout", "00:00:05"), ("Operations__Release__MaxAttempts", "60"), ("Operations__Release__FirstInterval", "00:00:00.5"),
        ("Operations__Release__MaxInterval", "00:00:01"),
    ];

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
    /// <param name="helmSurvives">Whether the helm that runs there goes on without its app.</param>
    public async Task DieAtEachAsync(
        string store, Func<StoreApp, Task> begin, IReadOnlyList<CrashPoint> points, Moment moment, Func<CrashPoint, bool> helmSurvives)
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
                await Eventually.TrueAsync(
                    async () => (await App.GetAsync(store))?.GetProperty("step").GetString() == point.Step,
                    () => $"{point.Step} should come\n{App.Output}");
                held = proxy.Hold(point.At(moment), ns, moment);
            }

            await ReachedAsync(held, point);
            if (keepers[point] is { } kept)
            {
                cluster.Node.Faults.Remove(kept);
            }

            await App.KillAsync(withHelm: !helmSurvives(point));
            if (helmSurvives(point))
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
        folder, proxy.KubeconfigPath,
        [
            .. s_settings,
            .. cluster.OperatorServiceAccount is { } account
                ? [("Kubernetes__OperatorServiceAccount", account)]
                : Array.Empty<(string, string)>(),
        ]);

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
