using Microsoft.Extensions.Hosting;

namespace Functions.Kubernetes.Connection;

/// <summary>
/// Ends the start where no cluster is configured or what is configured cannot be used, before the host hears of any function.
/// </summary>
internal sealed class ConfiguredCluster(ClusterConnection connection) : IHostedLifecycleService
{
    /// <exception cref="InvalidOperationException">There is none, or it cannot be used.</exception>
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        connection.RequireUsable();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
