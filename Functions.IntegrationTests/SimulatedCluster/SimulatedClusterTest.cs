using Functions.SimulatedCluster;
using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;

namespace Functions.IntegrationTests.SimulatedCluster;

/// <summary>A simulated cluster whose clock stands still until a test moves it.</summary>
public abstract class SimulatedClusterTest : IAsyncLifetime
{
    protected const string Ns = "default";

    private readonly TempFolder _folder = new();
    private SimulatedClusterServer _server = null!;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 30, 0, TimeSpan.Zero));

    protected SimulatedNodeOptions Node { get; } = new();

    protected IKubernetes Client { get; private set; } = null!;

    protected Uri Endpoint => _server.Endpoint;

    protected string Kubeconfig => _server.KubeconfigPath;

    protected FaultPlan Faults => _server.Faults;

    public async Task InitializeAsync()
    {
        _server = await SimulatedClusterServer.StartAsync(
            new SimulatedClusterOptions { Folder = _folder.Path, Clock = Clock, Node = Node }, CancellationToken.None);
        await _server.Node!.Joined;
        Client = new k8s.Kubernetes(
            await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(_server.KubeconfigPath)));
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    protected static V1ObjectMeta Named(string name, Fault? fault = null) =>
        new() { Name = name, Annotations = fault is null ? null : new Dictionary<string, string> { [FaultPlan.Annotation] = $"{fault}" } };

    protected static V1PodSpec PodSpec(string restartPolicy = "Always") =>
        new() { RestartPolicy = restartPolicy, Containers = [new V1Container { Name = "main", Image = "example/main:1" }] };

    protected Task<V1Pod> CreatePodAsync(string name, Fault? fault = null, V1PodSpec? spec = null) =>
        Client.CoreV1.CreateNamespacedPodAsync(new V1Pod { Metadata = Named(name, fault), Spec = spec ?? PodSpec() }, Ns);

    protected async Task<V1ContainerStatus?> ContainerAsync(string pod) =>
        (await Client.CoreV1.ReadNamespacedPodAsync(pod, Ns)).Status?.ContainerStatuses?.SingleOrDefault();

    protected async Task<bool> IsReadyAsync(string pod) => (await Client.CoreV1.ReadNamespacedPodAsync(pod, Ns)).Status?.Conditions?.Any(
        condition => condition is { Type: "Ready", Status: "True" }) == true;

    protected async Task<string> ReasonsAsync(string name) => string.Join(
        ' ',
        (await Client.CoreV1.ListNamespacedEventAsync(Ns, fieldSelector: $"involvedObject.name={name}")).Items
            .OrderBy(happened => long.Parse(happened.Metadata.ResourceVersion, System.Globalization.CultureInfo.InvariantCulture))
            .Select(happened => happened.Reason));

    /// <summary>Waits, while no time passes for the cluster, for what needs none.</summary>
    protected static Task AtOnceAsync(Func<Task<bool>> condition, string expected) =>
        Eventually.TrueAsync(condition, () => expected, TimeSpan.FromSeconds(30));

    /// <summary>Lets the cluster's time pass until a condition holds.</summary>
    protected Task InTimeAsync(Func<Task<bool>> condition, string expected, TimeSpan? step = null) => Eventually.TrueAsync(
        async () =>
        {
            if (await condition())
            {
                return true;
            }

            Clock.Advance(step ?? TimeSpan.FromSeconds(1));
            return false;
        },
        () => expected,
        TimeSpan.FromSeconds(60));
}
