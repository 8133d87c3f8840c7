using System.Globalization;
using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Namespaces;
using Functions.Kubernetes.Releases;
using Functions.SimulatedCluster;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;
using Stores.Core;

namespace Functions.IntegrationTests.Cluster;

/// <summary>The survey of a sweep, as the app's account makes it.</summary>
public sealed class SweptNamespacesTests : ClusterContractTest
{
    private readonly ClusterConnection _connection;
    private readonly string _installation = TestCluster.UniqueName("installation");
    private readonly List<string> _namespaces = [];

    public SweptNamespacesTests(TestCluster cluster)
        : base(cluster, "store-surveyed") => _connection = Connect(cluster.KubeconfigPath);

    private SweptNamespaces Survey => new(_connection);

    private ReleaseRecords Releases => new(_connection, TimeProvider.System);

    private SweptNamespaces InTwos => new(_connection) { PageSize = 2 };

    public override async Task DisposeAsync()
    {
        _connection.Dispose();
        await base.DisposeAsync();
        foreach (var ns in _namespaces)
        {
            await IsGoneAsync(() => Admin.CoreV1.DeleteNamespaceAsync(ns));
        }
    }

    [Fact]
    public async Task The_namespaces_of_an_installation_are_listed_page_by_page_with_what_tells_whose_they_are()
    {
        var stores = new List<string>();
        for (var number = 1; number <= 3; number++)
        {
            stores.Add(await MakeAsync($"page{number}", number, _installation));
        }

        await MakeAsync("theirs", 1, $"{_installation}-not");
        await MakeAsync("unlabelled", 1, null);

        var pages = await InTwos.ListNamespacesAsync(_installation, CancellationToken.None).ToListAsync();

        Assert.True(pages.Count >= 2);
        Assert.All(pages, page => Assert.InRange(page.Count, 0, 2));
        var seen = pages.SelectMany(page => page).OrderBy(ns => ns.Generation, StringComparer.Ordinal).ToList();
        Assert.Equal(
            stores.Select((store, index) => ($"store-{store}", store, $"{index + 1}", _installation)),
            seen.Select(ns => (ns.Name, ns.Store!, ns.Generation!, ns.Installation!)));
        Assert.All(seen, ns => Assert.Null(ns.DeletedAt));
        Assert.Equal(seen[0], await Survey.FindNamespaceAsync(seen[0].Name, CancellationToken.None));
    }

    [Fact]
    public async Task A_namespace_is_deleted_only_as_the_one_that_was_seen()
    {
        var name = $"store-{await MakeAsync("doomed", 1, _installation)}";
        var seen = (await Survey.FindNamespaceAsync(name, CancellationToken.None))!;

        Assert.False(await Survey.DeleteNamespaceAsync(name, Guid.NewGuid().ToString(), CancellationToken.None));
        Assert.Null((await Survey.FindNamespaceAsync(name, CancellationToken.None))!.DeletedAt);

        Assert.True(await Survey.DeleteNamespaceAsync(name, seen.Uid, CancellationToken.None));
        await Eventually.TrueAsync(
            async () => await Survey.FindNamespaceAsync(name, CancellationToken.None) is null, () => $"{name} should go");
        Assert.False(await Survey.DeleteNamespaceAsync(name, seen.Uid, CancellationToken.None));
    }

    [Fact]
    public async Task Releases_are_told_by_the_secrets_that_helm_labels_each_once()
    {
        Assert.Empty((await Releases.ListNamesAsync(Namespace, CancellationToken.None))!);
        foreach (var (revision, release) in new[] { (1, "shop"), (2, "shop"), (1, "other") })
        {
            await Client.CoreV1.CreateNamespacedSecretAsync(
                new V1Secret
                {
                    Metadata = new V1ObjectMeta
                    {
                        Name = $"sh.helm.release.v1.{release}.v{revision}",
                        Labels = new Dictionary<string, string> { ["owner"] = "helm", ["name"] = release },
                    },
                }, Namespace);
        }

        Assert.Equal(["other", "shop"], (await Releases.ListNamesAsync(Namespace, CancellationToken.None))!.Order(StringComparer.Ordinal));
    }

    [Fact]
    [Trait("Node", "Simulated")]
    public async Task A_page_is_one_request_of_five_hundred()
    {
        const int namespaces = 1001;
        using var folder = new TempFolder();
        await using var server = await SimulatedClusterServer.StartAsync(
            new SimulatedClusterOptions { Folder = folder.Path }, CancellationToken.None);
        using var connection = Connect(server.KubeconfigPath);
        await Parallel.ForEachAsync(
            Enumerable.Range(0, namespaces),
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (number, cancellation) =>
                await connection.Client.CoreV1.CreateNamespaceAsync(
                    Describe($"s{number}", 1, _installation), cancellationToken: cancellation));

        var pages = await new SweptNamespaces(connection).ListNamespacesAsync(_installation, CancellationToken.None).ToListAsync();

        Assert.Equal([500, 500, 1], pages.Select(page => page.Count));
        Assert.Equal(namespaces, pages.SelectMany(page => page).Select(ns => ns.Uid).Distinct().Count());
    }

    private static ClusterConnection Connect(string kubeconfig) => new(
        Options.Create(new KubernetesOptions { Kubeconfig = kubeconfig }), TimeProvider.System);

    private async Task<string> MakeAsync(string prefix, int generation, string? installation)
    {
        var store = TestCluster.UniqueName(prefix);
        await Admin.CoreV1.CreateNamespaceAsync(Describe(store, generation, installation));
        _namespaces.Add($"store-{store}");
        return store;
    }

    private static V1Namespace Describe(string store, int generation, string? installation)
    {
        var labels = new Dictionary<string, string>
        {
            [StoreResources.StoreLabel] = store,
            [StoreResources.GenerationLabel] = generation.ToString(CultureInfo.InvariantCulture),
        };
        if (installation is not null)
        {
            labels[StoreResources.InstallationLabel] = installation;
        }

        return new V1Namespace { Metadata = new V1ObjectMeta { Name = $"store-{store}", Labels = labels } };
    }
}
