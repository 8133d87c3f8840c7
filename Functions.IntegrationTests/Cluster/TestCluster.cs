using CliWrap;
using CliWrap.Buffered;
using Functions.IntegrationTests.Helm;
using Functions.Kubernetes.Namespaces;
using Functions.SimulatedCluster;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;

namespace Functions.IntegrationTests.Cluster;

/// <summary>
/// The cluster that cluster tests run on: the real one that SERVERLESS_TEST_KUBECONFIG names, else a simulated one. A real one without
/// nodes gets a simulated node. On a real one the tests have just the rights of the app's own account, which charts/orchestrator makes.
/// </summary>
public sealed class TestCluster : IAsyncLifetime
{
    private const string AccountRelease = "serverless-stores";

    /// <summary>There is one real cluster, on which what a collection counts or sweeps must be its own: the others wait.</summary>
    private static readonly SemaphoreSlim s_realCluster = new(1);

    private readonly TempFolder _folder = new();
    private SimulatedClusterServer? _simulated;
    private SimulatedNode? _ownNode;

    public static string? RealKubeconfig { get; } = Environment.GetEnvironmentVariable("SERVERLESS_TEST_KUBECONFIG") is { Length: > 0 } path
        ? path
        : null;

    /// <summary>The kubeconfig of the app's account; the administrator's on a simulated cluster, which has no other.</summary>
    public string KubeconfigPath { get; private set; } = "";

    public string AdminKubeconfigPath { get; private set; } = "";

    /// <summary>namespace/name of the app's account; null on a simulated cluster.</summary>
    public string? OperatorServiceAccount { get; private set; }

    /// <summary>The node that plays the pods; tests that need it carry the trait Node=Simulated.</summary>
    public SimulatedNode Node => _ownNode ?? _simulated?.Node
        ?? throw new InvalidOperationException(
            "This cluster has nodes of its own, whose pods cannot be made to fail: leave such tests out by --filter "
            + "'Category=Cluster&Node!=Simulated'.");

    /// <summary>A client with the app's rights.</summary>
    public IKubernetes Client { get; private set; } = null!;

    /// <summary>A client with every right, for what the app never does.</summary>
    public IKubernetes Admin { get; private set; } = null!;

    /// <summary>A name that no other test and no earlier run has used.</summary>
    public static string UniqueName(string prefix) => $"{prefix}-{Guid.NewGuid().ToString("N")[..8]}";

    public async Task InitializeAsync()
    {
        if (RealKubeconfig is null)
        {
            _simulated = await SimulatedClusterServer.StartAsync(
                new SimulatedClusterOptions { Folder = _folder.Path }, CancellationToken.None);
            await _simulated.Node!.Joined;
            KubeconfigPath = AdminKubeconfigPath = _simulated.KubeconfigPath;
            Client = Admin = await ConnectAsync(AdminKubeconfigPath);
            return;
        }

        await s_realCluster.WaitAsync();
        AdminKubeconfigPath = RealKubeconfig;
        Admin = await ConnectAsync(AdminKubeconfigPath);
        KubeconfigPath = await MakeAccountAsync();
        Client = await ConnectAsync(KubeconfigPath);
        if (!await HasNodesAsync())
        {
            _ownNode = await SimulatedNode.StartAsync(
                RealKubeconfig, new SimulatedNodeOptions(), NullLoggerFactory.Instance, CancellationToken.None);
        }
    }

    public async Task DisposeAsync()
    {
        try
        {
            Client.Dispose();
            Admin.Dispose();
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
        finally
        {
            if (RealKubeconfig is not null)
            {
                s_realCluster.Release();
            }
        }
    }

    /// <summary>Makes a namespace as the app does: with its own account, which then binds itself in it.</summary>
    public async Task CreateNamespaceAsync(string name, IDictionary<string, string>? labels = null)
    {
        await Client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = name, Labels = labels } });
        if (OperatorServiceAccount is { } account)
        {
            await Client.RbacAuthorizationV1.CreateNamespacedRoleBindingAsync(StoreNamespace.AccountBinding(account), name);
            // RBAC takes a moment to hear of the binding.
            await Eventually.TrueAsync(
                async () => (await Client.AuthorizationV1.CreateSelfSubjectAccessReviewAsync(new V1SelfSubjectAccessReview
                {
                    Spec = new V1SelfSubjectAccessReviewSpec
                    {
                        ResourceAttributes = new V1ResourceAttributes { NamespaceProperty = name, Verb = "create", Resource = "secrets" },
                    },
                })).Status.Allowed, () => $"{account} should have its role in {name}");
        }
    }

    private static async Task<k8s.Kubernetes> ConnectAsync(string kubeconfig) =>
        new(await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(kubeconfig)));

    /// <summary>Installs the app's account and writes the kubeconfig of its token.</summary>
    private async Task<string> MakeAccountAsync()
    {
        var installed = await HelmTool.RunAsync(
            AdminKubeconfigPath, "upgrade", "--install", AccountRelease, HelmTool.OrchestratorChart, "--namespace", AccountRelease,
            "--create-namespace", "--set", "token.create=true");
        Assert.True(installed.ExitCode == 0, installed.StandardError);
        OperatorServiceAccount = $"{AccountRelease}/{AccountRelease}";
        BufferedCommandResult minted = null!;
        await Eventually.TrueAsync(
            async () => (minted = await Cli.Wrap(Path.Combine(HelmTool.OrchestratorChart, "kubeconfig"))
                .WithEnvironmentVariables(
                    variables => variables.Set("KUBECONFIG", AdminKubeconfigPath).Set("KUBECTL", HelmTool.KubectlPath))
                .WithValidation(CommandResultValidation.None)
                .ExecuteBufferedAsync()).ExitCode == 0,
            () => $"the account should get a token: {minted.StandardError}");
        var path = Path.Combine(_folder.Path, "account.kubeconfig");
        await File.WriteAllTextAsync(path, minted.StandardOutput);
        return path;
    }

    private async Task<bool> HasNodesAsync()
    {
        var nodes = await Admin.CoreV1.ListNodeAsync();
        return nodes.Items.Any(node => node.Metadata.Name != new SimulatedNodeOptions().Name);
    }
}
