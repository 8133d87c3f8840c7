using System.Net;
using Functions.SimulatedCluster.Faults;
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
    internal const string UserAgent = "simulated-node";

    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_reconnect = TimeSpan.FromMilliseconds(500);

    // The first client of a process takes a good part of a second to make: whoever starts a cluster need not wait for that.
    private readonly Lazy<k8s.Kubernetes> _connection;
    private readonly SimulatedNodeOptions _options;
    private readonly ILogger<SimulatedNode> _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _running = Task.CompletedTask;

    private SimulatedNode(KubernetesClientConfiguration cluster, SimulatedNodeOptions options, ILoggerFactory loggers)
    {
        cluster.UserAgent = UserAgent;
        _connection = new Lazy<k8s.Kubernetes>(() => new k8s.Kubernetes(cluster));
        _options = options;
        _logger = loggers.CreateLogger<SimulatedNode>();
    }

    /// <summary>What goes wrong with pods and load balancers.</summary>
    public FaultPlan Faults => _options.Faults;

    private k8s.Kubernetes Client => _connection.Value;

    private DateTime Now => _options.Clock.GetUtcNow().UtcDateTime;

    /// <summary>Completes when the node takes pods.</summary>
    public Task Joined { get; private set; } = Task.CompletedTask;

    /// <summary>Joins a cluster.</summary>
    public static async Task<SimulatedNode> StartAsync(
        string kubeconfig, SimulatedNodeOptions options, ILoggerFactory loggers, CancellationToken cancellationToken)
    {
        var node = new SimulatedNode(
            await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(kubeconfig)), options, loggers);
        await node.JoinAsync(cancellationToken);
        node._running = node.RunAsync();
        return node;
    }

    /// <summary>Begins to join a cluster, which need not wait for it.</summary>
    internal static SimulatedNode Begin(KubernetesClientConfiguration cluster, SimulatedNodeOptions options, ILoggerFactory loggers)
    {
        var node = new SimulatedNode(cluster, options, loggers);
        node.Joined = Task.Run(() => node.KeepAsync("join", node.JoinAsync, once: true));
        node._running = Task.Run(node.RunAsync);
        return node;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        if (_connection.IsValueCreated)
        {
            Client.Dispose();
        }

        _stopping.Dispose();
    }

    private Task RunAsync()
    {
        var events = new NodeEvents(Client, _options.Name, _options.Clock);
        var cloud = new LoadBalancers(Client, _options, events, _logger);
        return Task.WhenAll(
            Joined,
            KeepAsync("heartbeat", BeatAsync),
            KeepAsync("pods", new Kubelet(Client, _options, events, _logger).RunAsync),
            KeepAsync("services", cloud.WatchServicesAsync),
            KeepAsync("ingresses", cloud.WatchIngressesAsync),
            KeepAsync("certificates", new Certificates(Client, _options, events, _logger).WatchAsync));
    }

    private async Task JoinAsync(CancellationToken cancellationToken)
    {
        var node = new V1Node
        {
            Metadata = new V1ObjectMeta
            {
                Name = _options.Name,
                Labels = new Dictionary<string, string> { ["kubernetes.io/hostname"] = _options.Name },
            },
        };
        try
        {
            await Client.CoreV1.CreateNodeAsync(node, cancellationToken: cancellationToken);
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.Conflict)
        {
            // It joined before.
        }

        await ReportAsync(cancellationToken);
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var capacity = new Dictionary<string, ResourceQuantity>
        {
            ["cpu"] = new("1000"),
            ["memory"] = new("4Ti"),
            ["ephemeral-storage"] = new("4Ti"),
            ["pods"] = new("10000"),
        };
        var status = new V1NodeStatus
        {
            Capacity = capacity,
            Allocatable = capacity,
            Addresses = [new V1NodeAddress { Type = "InternalIP", Address = "127.0.0.1" }],
            Conditions = [.. new[] { ("Ready", "True"), ("MemoryPressure", "False"), ("DiskPressure", "False"), ("PIDPressure", "False") }
                .Select(condition =>
                    new V1NodeCondition
                    {
                        Type = condition.Item1,
                        Status = condition.Item2,
                        Reason = "Simulated",
                        LastHeartbeatTime = Now,
                        LastTransitionTime = Now,
                    })],
        };
        await Client.CoreV1.PatchNodeStatusAsync(
            new V1Patch(new V1Node { Status = status }, V1Patch.PatchType.MergePatch), _options.Name, cancellationToken: cancellationToken);
        // A node that was not ready keeps pods away until its taints are lifted.
        await Client.CoreV1.PatchNodeAsync(
            new V1Patch("{\"spec\":{\"taints\":null}}", V1Patch.PatchType.MergePatch), _options.Name, cancellationToken: cancellationToken);
    }

    private async Task BeatAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            await Task.Delay(s_heartbeat, _options.Clock, cancellationToken);
            await ReportAsync(cancellationToken);
        }
    }

    // Watches end, by design and by accident: list and watch anew.
    private async Task KeepAsync(string what, Func<CancellationToken, Task> run, bool once = false)
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                await run(_stopping.Token);
                if (once)
                {
                    return;
                }
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

    [LoggerMessage(Level = LogLevel.Debug, Message = "The node's {What} connect again: {Reason}")]
    private partial void LogReconnect(string what, string reason);
}
