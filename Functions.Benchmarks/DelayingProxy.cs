using Functions.IntegrationTests.Cluster;
using Microsoft.AspNetCore.Http;

namespace Functions.Benchmarks;

/// <summary>A proxy before a cluster that makes each round trip longer and counts requests by who sent them.</summary>
internal sealed class DelayingProxy : IAsyncDisposable
{
    private readonly TimeSpan _delay;
    private ApiProxy _proxy = null!;
    private int _byHelm;
    private int _byOthers;
    private int _looks;

    private DelayingProxy(TimeSpan delay) => _delay = delay;

    public string KubeconfigPath => _proxy.KubeconfigPath;

    /// <param name="kubeconfig">The cluster.</param>
    /// <param name="folder">Where its own kubeconfig is written.</param>
    /// <param name="delay">By how much each round trip is longer.</param>
    public static async Task<DelayingProxy> StartAsync(string kubeconfig, string folder, TimeSpan delay)
    {
        var proxy = new DelayingProxy(delay);
        proxy._proxy = await ApiProxy.StartAsync(kubeconfig, folder, proxy.HandleAsync);
        return proxy;
    }

    /// <summary>Requests since the last call: of helm; of others; and those of others that list something, as waiting does.</summary>
    public (int ByHelm, int ByOthers, int Looks) TakeCounts() =>
        (Interlocked.Exchange(ref _byHelm, 0), Interlocked.Exchange(ref _byOthers, 0), Interlocked.Exchange(ref _looks, 0));

    public ValueTask DisposeAsync() => _proxy.DisposeAsync();

    private async Task HandleAsync(HttpContext context, Func<Task> forward)
    {
        if (context.Request.Headers.UserAgent.ToString().StartsWith("Helm", StringComparison.OrdinalIgnoreCase))
        {
            Interlocked.Increment(ref _byHelm);
        }
        else
        {
            Interlocked.Increment(ref _byOthers);
            if (HttpMethods.IsGet(context.Request.Method) && context.Request.Query.ContainsKey("labelSelector"))
            {
                Interlocked.Increment(ref _looks);
            }
        }

        if (_delay > TimeSpan.Zero)
        {
            await Task.Delay(_delay);
        }

        await forward();
    }
}
