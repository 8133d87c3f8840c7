using System.Globalization;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;

namespace Functions.Benchmarks.Shop;

/// <summary>A shop in the cluster that KUBECONFIG names: where it answers, by a port of its node, and what its pod takes.</summary>
internal sealed class ShopAddress : IDisposable
{
    private readonly k8s.Kubernetes _client;
    private readonly V1Pod _pod;

    private ShopAddress(k8s.Kubernetes client, V1Pod pod, Uri address) => (_client, _pod, Address) = (client, pod, address);

    public Uri Address { get; }

    /// <exception cref="InvalidOperationException">The namespace has no such shop.</exception>
    public static async Task<ShopAddress> FindAsync(string ns)
    {
        var client = new k8s.Kubernetes(KubernetesClientConfiguration.BuildDefaultConfig());
        var service = await client.CoreV1.ReadNamespacedServiceAsync("web", ns);
        var port = service.Spec.Ports.Single().NodePort ?? throw new InvalidOperationException($"Service web of {ns} has no node port.");
        var pods = await client.CoreV1.ListNamespacedPodAsync(
            ns, labelSelector: "app.kubernetes.io/component=web", fieldSelector: "status.phase=Running");
        return pods.Items is [var pod]
            ? new ShopAddress(client, pod, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://{pod.Status.HostIP}:{port}/")))
            : throw new InvalidOperationException($"{ns} has {pods.Items.Count} running pods of a shop, not one.");
    }

    /// <summary>Does something, and tells the most memory, in bytes, that the shop's pod was seen to have meanwhile: its working set, as
    /// its kubelet counts it, which looks every ten seconds or so.</summary>
    public async Task<(T Result, double Bytes)> WatchAsync<T>(Func<Task<T>> act)
    {
        using var done = new CancellationTokenSource();
        var watching = WatchAsync(done.Token);
        var result = await act();
        await done.CancelAsync();
        return (result, await watching);
    }

    public void Dispose() => _client.Dispose();

    private async Task<double> WatchAsync(CancellationToken done)
    {
        var most = await WorkingSetAsync();
        while (!done.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(2), done).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            most = Math.Max(most, await WorkingSetAsync());
        }

        return most;
    }

    private async Task<double> WorkingSetAsync()
    {
        await using var stream = await _client.CoreV1.ConnectGetNodeProxyWithPathAsync(_pod.Spec.NodeName, "stats/summary");
        var summary = await JsonNode.ParseAsync(stream);
        var pod = summary!["pods"]!.AsArray().Single(pod => pod!["podRef"]!["uid"]!.GetValue<string>() == _pod.Metadata.Uid);
        return pod!["containers"]!.AsArray().Sum(container => container!["memory"]?["workingSetBytes"]?.GetValue<double>() ?? 0);
    }
}
