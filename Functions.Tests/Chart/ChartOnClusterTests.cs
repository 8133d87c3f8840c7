using Functions.Tests.Cluster;
using Functions.Tests.Helm;
using k8s;
using k8s.Models;

namespace Functions.Tests.Chart;

/// <summary>What a cluster itself says of the manifests, without keeping any.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
public sealed class ChartOnClusterTests(TestCluster cluster) : IAsyncLifetime
{
    private readonly string _namespace = TestCluster.UniqueName("chart");

    public Task InitializeAsync() => cluster.Client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = _namespace } });

    public Task DisposeAsync() => cluster.Client.CoreV1.DeleteNamespaceAsync(_namespace);

    [Theory]
    [InlineData("local", "")]
    [InlineData("gcp", "exposure.host=shop.example.com")]
    [InlineData("local", ChartVariants.Ingress)]
    [InlineData("local", "plan=large,database.engine=mysql")]
    [InlineData("local", "woocommerce.source=image")]
    public async Task A_server_side_dry_run_accepts_every_manifest(string values, string set)
    {
        string[] files = values == "gcp" ? ["--values", HelmTool.ProductionValues] : [];
        string[] sets = set.Length > 0 ? ["--set", set] : [];
        var result = await HelmTool.RunAsync(cluster.KubeconfigPath, ["install", "demo", HelmTool.StoreChart, "--namespace", _namespace, "--dry-run=server", .. files, .. sets]);
        Assert.True(result.ExitCode == 0, result.StandardError);

        // helm's own dry run renders against the cluster and applies nothing: each manifest is applied as a dry run here.
        using var folder = new TempFolder();
        foreach (var o in KubernetesYaml.LoadAllFromString(result.StandardOutput[result.StandardOutput.IndexOf("---", StringComparison.Ordinal)..].Split("\nNOTES:")[0]).Cast<IKubernetesObject<V1ObjectMeta>>())
        {
            await ApplyAsync(o);
        }

        Assert.Empty((await cluster.Client.AppsV1.ListNamespacedStatefulSetAsync(_namespace)).Items);
    }

    private Task ApplyAsync(IKubernetesObject<V1ObjectMeta> o)
    {
        o.Metadata.NamespaceProperty = _namespace;
        var (group, version) = o.ApiVersion.Split('/') is [var g, var v] ? (g, v) : ("", o.ApiVersion);
        var plural = o.Kind.ToLowerInvariant() switch
        {
            "networkpolicy" => "networkpolicies",
            "ingress" => "ingresses",
            var name => $"{name}s",
        };
        var patch = new V1Patch(KubernetesJson.Serialize(o), V1Patch.PatchType.ApplyPatch);
        return group.Length == 0
            ? ApplyCoreAsync(o, patch)
            : cluster.Client.CustomObjects.PatchNamespacedCustomObjectAsync(patch, group, version, _namespace, plural, o.Metadata.Name, dryRun: "All", fieldManager: "chart-test", force: true);
    }

    private Task ApplyCoreAsync(IKubernetesObject<V1ObjectMeta> o, V1Patch patch) => o switch
    {
        V1Service => cluster.Client.CoreV1.PatchNamespacedServiceAsync(patch, o.Metadata.Name, _namespace, dryRun: "All", fieldManager: "chart-test", force: true),
        V1ConfigMap => cluster.Client.CoreV1.PatchNamespacedConfigMapAsync(patch, o.Metadata.Name, _namespace, dryRun: "All", fieldManager: "chart-test", force: true),
        V1PersistentVolumeClaim => cluster.Client.CoreV1.PatchNamespacedPersistentVolumeClaimAsync(patch, o.Metadata.Name, _namespace, dryRun: "All", fieldManager: "chart-test", force: true),
        V1ResourceQuota => cluster.Client.CoreV1.PatchNamespacedResourceQuotaAsync(patch, o.Metadata.Name, _namespace, dryRun: "All", fieldManager: "chart-test", force: true),
        V1LimitRange => cluster.Client.CoreV1.PatchNamespacedLimitRangeAsync(patch, o.Metadata.Name, _namespace, dryRun: "All", fieldManager: "chart-test", force: true),
        V1Pod => cluster.Client.CoreV1.PatchNamespacedPodAsync(patch, o.Metadata.Name, _namespace, dryRun: "All", fieldManager: "chart-test", force: true),
        _ => throw new NotSupportedException($"{o.Kind} is of no group that this test knows."),
    };
}
