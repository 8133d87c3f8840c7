using Functions.SimulatedCluster;
using k8s;
using Microsoft.Extensions.Logging.Abstractions;

namespace Functions.Tests.Cluster;

/// <summary>
/// The cluster that cluster tests run on: the real one that SERVERLESS_TEST_KUBECONFIG names, else a simulated one. A real one without
/// nodes gets a simulated node.
/// </summary>
public sealed class TestCluster : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private SimulatedClusterServer? _simulated;
    private SimulatedNode? _ownNode;

    public static string? RealKubeconfig { get; } = Environment.GetEnvironmentVariable("SERVERLESS_TEST_KUBECONFIG") is { Length: > 0 } path ? path : null;

    public string KubeconfigPath { get; private set; } = "";

    /// <summary>The node that plays the pods; tests that need it carry the trait Node=Simulated.</summary>
    public SimulatedNode Node => _ownNode ?? _simulated?.Node
        ?? throw new InvalidOperationException("This cluster has nodes of its own, whose pods cannot be made to fail: leave such tests out by --filter 'Category=Cluster&Node!=Simulated'.");

    public IKubernetes Client { get; private set; } = null!;

    /// <summary>A name that no other test and no earlier run has used.</summary>
    public static string UniqueName(string prefix) => $"{prefix}-{Guid.NewGuid().ToString("N")[..8]}";

    public async Task InitializeAsync()
    {
        if (RealKubeconfig is null)
        {
            _simulated = await SimulatedClusterServer.StartAsync(new SimulatedClusterOptions { Folder = _folder.Path }, CancellationToken.None);
        }

        KubeconfigPath = RealKubeconfig ?? _simulated!.KubeconfigPath;
        Client = new k8s.Kubernetes(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(KubeconfigPath)));
        if (RealKubeconfig is not null && !await HasNodesAsync())
        {
            _ownNode = await SimulatedNode.StartAsync(KubeconfigPath, new SimulatedNodeOptions(), NullLoggerFactory.Instance, CancellationToken.None);
        }
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        if (_ownNode is not null)
        {
            await _ownNode.DisposeAsync();
        }

        if (_simulated is not null)
        {
            await _simulated.DisposeAsync();
        }

        _folder.Dispose();
    }

    private async Task<bool> HasNodesAsync()
    {
        var nodes = await Client.CoreV1.ListNodeAsync();
        return nodes.Items.Any(node => node.Metadata.Name != new SimulatedNodeOptions().Name);
    }
}
