using Functions.LocalHost;
using Functions.SimulatedCluster;
using k8s;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace Functions.Development;

/// <summary>The cluster that the app works on: the configured one, or on a developer's machine without any a simulated one.</summary>
internal sealed partial class DevelopmentCluster : IAsyncDisposable
{
    private const string KubeconfigVariable = "Kubernetes__Kubeconfig";

    private Task<SimulatedClusterServer>? _starting;

    /// <summary>Begins to start a simulated cluster, beside the host, unless one is configured.</summary>
    /// <param name="settings">host.json's, local.settings.json's and the environment's.</param>
    /// <param name="root">Where its state is, unless a setting says otherwise.</param>
    /// <returns>What the worker is to know of it.</returns>
    /// <exception cref="LocalHostException">A setting of the simulated cluster is wrong.</exception>
    public Task<IReadOnlyDictionary<string, string>> Begin(IConfiguration settings, string root)
    {
        if (IsConfigured(settings) || !IsDevelopment(settings))
        {
            return Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>());
        }

        var cluster = Read(settings, root);
        _starting = Task.Run(() => SimulatedClusterServer.StartAsync(cluster, CancellationToken.None));
        return EnvironmentAsync(_starting, cluster.Folder);
    }

    /// <summary>Ends the simulated cluster: after the worker, which may still be at work on it until it has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_starting is not null)
        {
            await ((Task)_starting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await (_starting.IsCompletedSuccessfully ? (await _starting).DisposeAsync() : default);
        }
    }

    private static async Task<IReadOnlyDictionary<string, string>> EnvironmentAsync(Task<SimulatedClusterServer> starting, string folder)
    {
        try
        {
            var server = await starting;
            using var loggers = LoggerFactory.Create(logging => logging.AddSimpleConsole(
                console => (console.SingleLine, console.TimestampFormat, console.UseUtcTimestamp) = (true, "HH:mm:ss ", true)));
            LogSimulated(loggers.CreateLogger<DevelopmentCluster>(), server.KubeconfigPath);
            return new Dictionary<string, string> { [KubeconfigVariable] = server.KubeconfigPath };
        }
        catch (Exception exception)
        {
            throw new LocalHostException(
                $"The simulated cluster in {folder} cannot start: {exception.Message.ReplaceLineEndings(" ")} "
                + "Stop what uses it, make the folder writable, or choose another with SimulatedCluster:Folder.",
                exception);
        }
    }

    // As the app looks for one.
    private static bool IsConfigured(IConfiguration settings) => settings["Kubernetes:Kubeconfig"] is { Length: > 0 }
        || settings["KUBECONFIG"] is { Length: > 0 }
        || KubernetesClientConfiguration.IsInCluster();

    private static bool IsDevelopment(IConfiguration settings) =>
        (settings["AZURE_FUNCTIONS_ENVIRONMENT"] ?? "Development").Equals("Development", StringComparison.OrdinalIgnoreCase);

    private static SimulatedClusterOptions Read(IConfiguration settings, string root)
    {
        var folder = settings["SimulatedCluster:Folder"] is { Length: > 0 } configured
            ? configured
            : Path.Combine(".serverless", "simulated-cluster");
        var node = new SimulatedNodeOptions();
        try
        {
            return new SimulatedClusterOptions
            {
                Folder = Path.GetFullPath(folder, root),
                Persist = true,
                Node = new SimulatedNodeOptions
                {
                    PodStartDelay = settings.GetValue("SimulatedCluster:PodStartDelay", node.PodStartDelay),
                    IngressNamespace = settings.GetValue("SimulatedCluster:IngressNamespace", node.IngressNamespace)!,
                },
                Faults = SimulatedFaults.Read(settings),
            };
        }
        catch (InvalidOperationException exception)
        {
            throw new LocalHostException(exception.Message.ReplaceLineEndings(" "), exception);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "simulated cluster: nothing real is being created "
            + "(kubeconfig: {Kubeconfig}; set Kubernetes:Kubeconfig or KUBECONFIG for a real cluster)")]
    private static partial void LogSimulated(ILogger logger, string kubeconfig);
}
