using Functions.SimulatedCluster;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Functions.Kubernetes;

/// <summary>On a developer's machine without a configured cluster, starts a simulated one before any function runs, and says so.</summary>
internal sealed partial class SimulatedClusterFallback(
    ClusterConnection connection, IConfiguration configuration, IHostEnvironment environment, ILoggerFactory loggers, ILogger<SimulatedClusterFallback> logger)
    : IHostedLifecycleService, IAsyncDisposable
{
    private SimulatedClusterServer? _server;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (connection.IsConfigured)
        {
            connection.RequireUsable();
            return;
        }

        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException($"No Kubernetes cluster is configured in environment {environment.EnvironmentName}: set Kubernetes:Kubeconfig or KUBECONFIG, or run in a pod with a service account.");
        }

        var folder = configuration["SimulatedCluster:Folder"] is { Length: > 0 } configured ? configured : Path.Combine(environment.ContentRootPath, ".serverless", "simulated-cluster");
        var node = new SimulatedNodeOptions();
        node = new SimulatedNodeOptions { PodStartDelay = configuration.GetValue("SimulatedCluster:PodStartDelay", node.PodStartDelay) };
        _server = await SimulatedClusterServer.StartAsync(
            new SimulatedClusterOptions { Folder = Path.GetFullPath(folder), Persist = true, Node = node, Faults = SimulatedFaults.Read(configuration), Loggers = loggers }, cancellationToken);
        connection.Use(_server.KubeconfigPath);
        LogSimulated(_server.KubeconfigPath);
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "simulated cluster: nothing real is being created (kubeconfig: {Kubeconfig}; set Kubernetes:Kubeconfig or KUBECONFIG for a real cluster)")]
    private partial void LogSimulated(string kubeconfig);
}
