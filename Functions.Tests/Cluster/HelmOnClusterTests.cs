using Functions.Tests.Helm;
using k8s;
using k8s.Models;

namespace Functions.Tests.Cluster;

/// <summary>The unmodified helm binary, with the store's own chart.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
public sealed class HelmOnClusterTests(TestCluster cluster) : IAsyncLifetime
{
    private readonly string _namespace = TestCluster.UniqueName("helm");

    public Task InitializeAsync() => cluster.Client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = _namespace } });

    public Task DisposeAsync() => cluster.Client.CoreV1.DeleteNamespaceAsync(_namespace);

    [Fact]
    public async Task Installs_upgrades_rolls_back_lists_and_uninstalls()
    {
        await HelmAsync("upgrade", "--install", "demo", HelmTool.StoreChart);
        Assert.Contains("deployed", await HelmAsync("list", "-A", "--filter", "demo"), StringComparison.Ordinal);
        var record = await cluster.Client.CoreV1.ReadNamespacedSecretAsync("sh.helm.release.v1.demo.v1", _namespace);
        Assert.Equal("helm.sh/release.v1", record.Type);
        Assert.NotEmpty(record.Data["release"]);
        var port = (await cluster.Client.CoreV1.ReadNamespacedServiceAsync("web", _namespace)).Spec.Ports.Single().NodePort;
        Assert.InRange(port!.Value, 30000, 32767);

        await HelmAsync("upgrade", "demo", HelmTool.StoreChart, "--set", "plans.small.quota.cpu=600m,exposure.type=LoadBalancer");
        var quota = await cluster.Client.CoreV1.ReadNamespacedResourceQuotaAsync("store", _namespace);
        Assert.Equal(new ResourceQuantity("600m"), quota.Spec.Hard["requests.cpu"]);

        await HelmAsync("rollback", "demo", "1");
        quota = await cluster.Client.CoreV1.ReadNamespacedResourceQuotaAsync("store", _namespace);
        Assert.Equal(new ResourceQuantity("400m"), quota.Spec.Hard["requests.cpu"]);
        Assert.Equal("NodePort", (await cluster.Client.CoreV1.ReadNamespacedServiceAsync("web", _namespace)).Spec.Type);
        Assert.Contains("Rollback to 1", await HelmAsync("history", "demo"), StringComparison.Ordinal);

        await HelmAsync("uninstall", "demo");
        Assert.DoesNotContain((await cluster.Client.CoreV1.ListNamespacedSecretAsync(_namespace)).Items, secret => secret.Type == "helm.sh/release.v1");
        await Eventually.TrueAsync(
            async () => (await cluster.Client.AppsV1.ListNamespacedDeploymentAsync(_namespace)).Items.Count == 0 && (await cluster.Client.CoreV1.ListNamespacedPodAsync(_namespace)).Items.Count == 0,
            () => "workloads and pods should be gone");
    }

    private async Task<string> HelmAsync(params string[] arguments)
    {
        var result = await HelmTool.RunAsync(cluster.KubeconfigPath, [.. arguments, "--namespace", _namespace]);
        Assert.True(result.ExitCode == 0, result.StandardError);
        return result.StandardOutput;
    }
}
