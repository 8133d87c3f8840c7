using Functions.IntegrationTests.Cluster;
using Functions.IntegrationTests.Helm;
using k8s;

namespace Functions.IntegrationTests.Chart;

/// <summary>
/// What a cluster itself says of the manifests, without keeping any. Asked as administrator: the app never makes the pods of the tests.
/// </summary>
public sealed class ChartOnClusterTests(TestCluster cluster) : ClusterContractTest(cluster, "chart")
{
    [Theory]
    [InlineData("local", "")]
    [InlineData("gcp", "exposure.host=shop.example.com")]
    [InlineData("local", ChartVariants.Ingress)]
    [InlineData("local", "plan=large,database.engine=mysql")]
    [InlineData("local", "woocommerce.source=image")]
    public async Task A_server_side_dry_run_accepts_every_manifest(string values, string set)
    {
        string[] files = values == "gcp" ? ["--values", HelmTool.ProductionValues] : [];
        var rendered = await HelmTool.RunAsync(
            Cluster.AdminKubeconfigPath,
            [
                "template", "demo", HelmTool.StoreChart, "--dry-run=server", "--namespace", Namespace, .. files,
                .. set.Length > 0 ? new[] { "--set", set } : [],
            ]);
        Assert.True(rendered.ExitCode == 0, rendered.StandardError);
        using var folder = new TempFolder();
        var manifests = Path.Combine(folder.Path, "manifests.yaml");
        await File.WriteAllTextAsync(manifests, rendered.StandardOutput);

        // helm's own dry run renders against the cluster and applies nothing.
        var applied = await HelmTool.KubectlAsync(
            Cluster.AdminKubeconfigPath, "apply", "--server-side", "--dry-run=server", "--namespace", Namespace, "--filename", manifests);

        Assert.True(applied.ExitCode == 0, applied.StandardError);
        var sent = rendered.StandardOutput.Split('\n').Count(line => line.StartsWith("kind: ", StringComparison.Ordinal));
        Assert.Equal(
            sent,
            applied.StandardOutput.Split('\n')
                .Count(line => line.EndsWith("serverside-applied (server dry run)", StringComparison.Ordinal)));
        Assert.Empty((await Client.AppsV1.ListNamespacedStatefulSetAsync(Namespace)).Items);
    }
}
