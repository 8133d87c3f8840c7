using System.Text.Json;
using Functions.SimulatedCluster;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.SimulatedCluster;

/// <summary>What the simulated cluster does as current servers do and the oldest supported one does not.</summary>
public sealed class CurrentKubernetesTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private SimulatedClusterServer _server = null!;
    private HttpClient _http = null!;
    private k8s.Kubernetes _client = null!;

    public async Task InitializeAsync()
    {
        _server = await SimulatedClusterServer.StartAsync(new SimulatedClusterOptions { Folder = _folder.Path }, CancellationToken.None);
        var configuration = await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(_server.KubeconfigPath));
        _client = new k8s.Kubernetes(configuration);
        _http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true })
        {
            BaseAddress = _server.Endpoint,
        };
        _http.DefaultRequestHeaders.Authorization = new("Bearer", configuration.AccessToken);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        _client.Dispose();
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void The_kubeconfig_is_its_owners_alone() =>
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_server.KubeconfigPath));

    [Fact]
    public async Task A_list_by_watch_ends_its_initial_events_with_a_mark()
    {
        using var response = await _http.GetAsync(
            new Uri(
                "/api/v1/namespaces?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true",
                UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());

        var types = new List<string>();
        while (types.LastOrDefault() != "BOOKMARK")
        {
            using var line = JsonDocument.Parse((await reader.ReadLineAsync())!);
            types.Add(line.RootElement.GetProperty("type").GetString()!);
            if (types[^1] == "BOOKMARK")
            {
                Assert.Equal(
                    "true",
                    line.RootElement.GetProperty("object").GetProperty("metadata").GetProperty("annotations")
                        .GetProperty("k8s.io/initial-events-end").GetString());
            }
        }

        Assert.Equal(["ADDED", "ADDED", "ADDED", "BOOKMARK"], types);
    }

    [Fact]
    public async Task A_stateful_sets_claims_go_with_it_where_it_says_so()
    {
        var set = new V1StatefulSet
        {
            Metadata = new V1ObjectMeta { Name = "db" },
            Spec = new V1StatefulSetSpec
            {
                Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "db" } },
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = "db" } },
                    Spec = new V1PodSpec { Containers = [new V1Container { Name = "db", Image = "mariadb:11" }] },
                },
                PersistentVolumeClaimRetentionPolicy = new V1StatefulSetPersistentVolumeClaimRetentionPolicy { WhenDeleted = "Delete" },
                VolumeClaimTemplates =
                [
                    new V1PersistentVolumeClaim
                    {
                        Metadata = new V1ObjectMeta { Name = "data" },
                        Spec = new V1PersistentVolumeClaimSpec { AccessModes = ["ReadWriteOnce"] },
                    },
                ],
            },
        };
        await _client.AppsV1.CreateNamespacedStatefulSetAsync(set, "default");
        await Eventually.TrueAsync(
            async () => (await _client.AppsV1.ReadNamespacedStatefulSetAsync("db", "default")).Status.ReadyReplicas == 1,
            () => "its pod should become ready");
        Assert.Single((await _client.CoreV1.ListPersistentVolumeAsync()).Items);

        await _client.AppsV1.DeleteNamespacedStatefulSetAsync("db", "default");

        await Eventually.TrueAsync(
            async () => (await _client.CoreV1.ListPersistentVolumeAsync()).Items.Count == 0, () => "its volume should go");
    }
}
