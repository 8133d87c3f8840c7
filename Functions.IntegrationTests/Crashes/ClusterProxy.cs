using Functions.IntegrationTests.Cluster;
using Microsoft.AspNetCore.Http;

namespace Functions.IntegrationTests.Crashes;

/// <summary>Stands between the app and its cluster and holds requests up at chosen moments.</summary>
internal sealed class ClusterProxy : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly List<HeldRequest> _held = [];
    private ApiProxy _proxy = null!;

    private ClusterProxy()
    {
    }

    /// <summary>The kubeconfig by which the app comes.</summary>
    public string KubeconfigPath => _proxy.KubeconfigPath;

    /// <summary>Starts one before a cluster.</summary>
    public static async Task<ClusterProxy> StartAsync(string kubeconfig, string folder)
    {
        var proxy = new ClusterProxy();
        proxy._proxy = await ApiProxy.StartAsync(kubeconfig, folder, proxy.HandleAsync);
        return proxy;
    }

    /// <summary>Holds up the next request of a pattern.</summary>
    public HeldRequest Hold(RequestPattern pattern, string ns, Moment moment)
    {
        var held = new HeldRequest(pattern, ns, moment);
        lock (_lock)
        {
            _held.Add(held);
        }

        return held;
    }

    public ValueTask DisposeAsync()
    {
        lock (_lock)
        {
            _held.ForEach(held => held.Forget());
        }

        return _proxy.DisposeAsync();
    }

    private Task HandleAsync(HttpContext context, Func<Task> forward)
    {
        HeldRequest? held;
        lock (_lock)
        {
            held = _held.Where(candidate => candidate.Takes(context.Request)).ToList().FirstOrDefault();
        }

        return held is null ? forward() : held.HoldAsync(context, forward);
    }
}
