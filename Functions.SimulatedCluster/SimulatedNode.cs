using System.Collections.Concurrent;
using System.Net;
using Functions.SimulatedCluster.Lifecycle;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Microsoft.Extensions.Logging;

namespace Functions.SimulatedCluster;

/// <summary>
/// Plays a node's kubelet and the cloud's load balancers, through the Kubernetes API alone: the same on the simulated cluster and on a real
/// control plane that has no nodes.
/// </summary>
public sealed partial class SimulatedNode : IAsyncDisposable
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_crash = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_reconnect = TimeSpan.FromMilliseconds(500);

    private readonly k8s.Kubernetes _client;
    private readonly SimulatedNodeOptions _options;
    private readonly ILogger<SimulatedNode> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ConcurrentDictionary<string, bool> _played = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<PodFault, bool> _faults = new();
    private readonly List<Task> _running = [];

    private SimulatedNode(k8s.Kubernetes client, SimulatedNodeOptions options, ILogger<SimulatedNode> logger)
    {
        _client = client;
        _options = options;
        _logger = logger;
    }

    private static DateTime Now => TimeProvider.System.GetUtcNow().UtcDateTime;

    /// <summary>Joins a cluster.</summary>
    public static async Task<SimulatedNode> StartAsync(string kubeconfig, SimulatedNodeOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var client = new k8s.Kubernetes(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(kubeconfig)));
        var node = new SimulatedNode(client, options, loggers.CreateLogger<SimulatedNode>());
        await node.JoinAsync(cancellationToken);
        node._running.Add(node.KeepAsync("heartbeat", node.BeatAsync));
        node._running.Add(node.KeepAsync("pods", node.WatchPodsAsync));
        node._running.Add(node.KeepAsync("services", node.WatchServicesAsync));
        return node;
    }

    /// <summary>Makes pods fail that start from now on.</summary>
    public void AddFault(PodFault fault) => _faults[fault] = true;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_running);
        _client.Dispose();
        _stopping.Dispose();
    }

    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        var node = new V1Node { Metadata = new V1ObjectMeta { Name = _options.Name, Labels = new Dictionary<string, string> { ["kubernetes.io/hostname"] = _options.Name } } };
        try
        {
            await _client.CoreV1.CreateNodeAsync(node, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.Conflict)
        {
            // It joined before.
        }

        await ReportAsync(cancellationToken);
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var capacity = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("1000"), ["memory"] = new("4Ti"), ["ephemeral-storage"] = new("4Ti"), ["pods"] = new("10000") };
        var status = new V1NodeStatus
        {
            Capacity = capacity,
            Allocatable = capacity,
            Addresses = [new V1NodeAddress { Type = "InternalIP", Address = "127.0.0.1" }],
            Conditions = [.. new[] { ("Ready", "True"), ("MemoryPressure", "False"), ("DiskPressure", "False"), ("PIDPressure", "False") }.Select(condition =>
                new V1NodeCondition { Type = condition.Item1, Status = condition.Item2, Reason = "Simulated", LastHeartbeatTime = Now, LastTransitionTime = Now })],
        };
        await _client.CoreV1.PatchNodeStatusAsync(new V1Patch(new V1Node { Status = status }, V1Patch.PatchType.MergePatch), _options.Name, cancellationToken: cancellationToken);
        // A node that was not ready keeps pods away until its taints are lifted.
        await _client.CoreV1.PatchNodeAsync(new V1Patch("{\"spec\":{\"taints\":null}}", V1Patch.PatchType.MergePatch), _options.Name, cancellationToken: cancellationToken);
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(s_heartbeat, cancellationToken);
            await ReportAsync(cancellationToken);
        }
    }

    private async Task WatchPodsAsync(CancellationToken cancellationToken)
    {
        var pods = await _client.CoreV1.ListPodForAllNamespacesAsync(cancellationToken: cancellationToken);
        foreach (var pod in pods.Items)
        {
            Play(pod, cancellationToken);
        }

        await foreach (var (type, pod) in _client.CoreV1.WatchListPodForAllNamespacesAsync(resourceVersion: pods.Metadata.ResourceVersion, cancellationToken: cancellationToken))
        {
            if (type == WatchEventType.Deleted)
            {
                _played.TryRemove(pod.Metadata.Uid, out _);
            }
            else
            {
                Play(pod, cancellationToken);
            }
        }
    }

    private async Task WatchServicesAsync(CancellationToken cancellationToken)
    {
        var services = await _client.CoreV1.ListServiceForAllNamespacesAsync(cancellationToken: cancellationToken);
        foreach (var service in services.Items)
        {
            Balance(service, cancellationToken);
        }

        await foreach (var (type, service) in _client.CoreV1.WatchListServiceForAllNamespacesAsync(resourceVersion: services.Metadata.ResourceVersion, cancellationToken: cancellationToken))
        {
            if (type != WatchEventType.Deleted)
            {
                Balance(service, cancellationToken);
            }
        }
    }

    private void Play(V1Pod pod, CancellationToken cancellationToken)
    {
        if (pod.Spec.NodeName != _options.Name)
        {
            return;
        }

        if (pod.Metadata.DeletionTimestamp is not null)
        {
            _ = TryAsync(pod.Metadata, () => _client.CoreV1.DeleteNamespacedPodAsync(
                pod.Metadata.Name, pod.Metadata.NamespaceProperty, new V1DeleteOptions { GracePeriodSeconds = 0, Preconditions = new V1Preconditions { Uid = pod.Metadata.Uid } }, cancellationToken: cancellationToken));
        }
        else if (pod.Status?.Phase is null or "Pending" && _played.TryAdd(pod.Metadata.Uid, true))
        {
            _ = TryAsync(pod.Metadata, () => StartPodAsync(pod, cancellationToken));
        }
    }

    private async Task StartPodAsync(V1Pod pod, CancellationToken cancellationToken)
    {
        await ReportPodAsync(pod, PodStatus.Creating(pod, Now), cancellationToken);
        await Task.Delay(_options.PodStartDelay, cancellationToken);
        var fault = _faults.Keys.FirstOrDefault(candidate =>
            candidate.Namespace == pod.Metadata.NamespaceProperty && pod.Metadata.Name.StartsWith(candidate.PodNamePrefix, StringComparison.Ordinal));
        await ReportPodAsync(pod, PodStatus.Of(pod, fault?.Kind, restarts: 1, Now), cancellationToken);
        for (var restarts = 2; fault?.Kind == PodFaultKind.CrashLoopBackOff && restarts <= 10; restarts++)
        {
            await Task.Delay(s_crash, cancellationToken);
            await ReportPodAsync(pod, PodStatus.Of(pod, fault.Kind, restarts, Now), cancellationToken);
        }
    }

    private Task ReportPodAsync(V1Pod pod, V1PodStatus status, CancellationToken cancellationToken) => _client.CoreV1.PatchNamespacedPodStatusAsync(
        new V1Patch(new V1Pod { Status = status }, V1Patch.PatchType.MergePatch), pod.Metadata.Name, pod.Metadata.NamespaceProperty, cancellationToken: cancellationToken);

    private void Balance(V1Service service, CancellationToken cancellationToken)
    {
        if (service.Spec.Type == "LoadBalancer" && !(service.Status?.LoadBalancer?.Ingress?.Count > 0) && _played.TryAdd(service.Metadata.Uid, true))
        {
            _ = TryAsync(service.Metadata, async () =>
            {
                await Task.Delay(_options.LoadBalancerDelay, cancellationToken);
                var status = new V1ServiceStatus { LoadBalancer = new V1LoadBalancerStatus { Ingress = [new V1LoadBalancerIngress { Ip = "203.0.113.10" }] } };
                await _client.CoreV1.PatchNamespacedServiceStatusAsync(
                    new V1Patch(new V1Service { Status = status }, V1Patch.PatchType.MergePatch), service.Metadata.Name, service.Metadata.NamespaceProperty, cancellationToken: cancellationToken);
            });
        }
    }

    // An object may go, or the cluster stop, while it is played.
    private async Task TryAsync(V1ObjectMeta target, Func<Task> play)
    {
        try
        {
            await play();
        }
        catch (Exception exception) when (exception is HttpOperationException { Response.StatusCode: HttpStatusCode.NotFound or HttpStatusCode.Conflict } or OperationCanceledException or ObjectDisposedException)
        {
            _played.TryRemove(target.Uid, out _);
        }
        catch (Exception exception)
        {
            _played.TryRemove(target.Uid, out _);
            LogFailed(target.NamespaceProperty, target.Name, exception.Message);
        }
    }

    // Watches end, by design and by accident: list and watch anew.
    private async Task KeepAsync(string what, Func<CancellationToken, Task> run)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await run(_stopping.Token);
            }
            catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                LogReconnect(what, exception.Message);
                await Task.Delay(s_reconnect, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Namespace}/{Name} could not be played: {Reason}")]
    private partial void LogFailed(string @namespace, string name, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The node's {What} connect again: {Reason}")]
    private partial void LogReconnect(string what, string reason);
}
