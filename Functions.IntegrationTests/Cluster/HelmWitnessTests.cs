using System.Text.Json.Nodes;
using Functions.IntegrationTests.Helm;
using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>The unmodified helm binary, with the app's rights in what the app has it do; to wait and to test it reads more.</summary>
[Trait("Node", "Simulated")]
public sealed class HelmWitnessTests(TestCluster cluster) : ClusterContractTest(cluster, "helm")
{
    private readonly TempFolder _folder = new();

    private string Chart => field ??= WitnessChart.Write(_folder.Path);

    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Installs_upgrades_rolls_back_tells_and_uninstalls()
    {
        await HelmAsync("upgrade", "--install", "demo", Chart);
        Assert.Equal(("deployed", 1), await StatusAsync());
        var record = await Client.CoreV1.ReadNamespacedSecretAsync("sh.helm.release.v1.demo.v1", Namespace);
        Assert.Equal("helm.sh/release.v1", record.Type);
        Assert.NotEmpty(record.Data["release"]);

        await HelmAsync("upgrade", "demo", Chart, "--set", "color=blue");
        Assert.Equal("blue", await ColorAsync());
        await HelmAsync("rollback", "demo", "1");
        Assert.Equal("green", await ColorAsync());
        var history = (JsonArray)JsonNode.Parse(await HelmAsync("history", "demo", "--output", "json"))!;
        Assert.Equal(["superseded", "superseded", "deployed"], history.Select(revision => (string)revision!["status"]!));
        Assert.Contains("Rollback to 1", (string)history[2]!["description"]!, StringComparison.Ordinal);
        var list = (JsonArray)JsonNode.Parse(await HelmAsync("list", "--output", "json"))!;
        Assert.Equal(
            ("demo", "deployed", "3"),
            ((string)list.Single()!["name"]!, (string)list.Single()!["status"]!, (string)list.Single()!["revision"]!));

        await HelmAsync("uninstall", "demo");
        Assert.DoesNotContain(
            (await Client.CoreV1.ListNamespacedSecretAsync(Namespace)).Items, secret => secret.Type == "helm.sh/release.v1");
        await Eventually.TrueAsync(
            async () => (await Client.AppsV1.ListNamespacedDeploymentAsync(Namespace)).Items.Count == 0
                && (await Client.CoreV1.ListNamespacedPodAsync(Namespace)).Items.Count == 0,
            () => "workloads and pods should be gone");
        var missing = await HelmTool.RunAsync(Cluster.KubeconfigPath, "status", "demo", "--namespace", Namespace);
        Assert.NotEqual(0, missing.ExitCode);
        Assert.Contains("release: not found", missing.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_until_what_it_installed_is_available()
    {
        await AdminHelmAsync("install", "--wait", "--timeout", "60s", "demo", Chart);

        Assert.Equal(("deployed", 1), await StatusAsync());
        Assert.Equal(1, (await Client.AppsV1.ReadNamespacedDeploymentAsync("web", Namespace)).Status.AvailableReplicas);
    }

    [Fact]
    public async Task A_test_succeeds_and_can_be_run_again()
    {
        await HelmAsync("install", "demo", Chart);

        Assert.Contains("Phase:          Succeeded", await AdminHelmAsync("test", "demo", "--timeout", "60s"), StringComparison.Ordinal);
        Assert.Contains("Phase:          Succeeded", await AdminHelmAsync("test", "demo", "--timeout", "60s"), StringComparison.Ordinal);
        Assert.Equal(1, (await Client.BatchV1.ReadNamespacedJobAsync("check", Namespace)).Status.Succeeded);
    }

    [Fact]
    public async Task An_upgrade_that_does_not_become_ready_is_rolled_back()
    {
        await AdminHelmAsync("install", "--wait", "--timeout", "60s", "demo", Chart);
        Cluster.Node.Faults.Add(new FaultRule(Fault.ImagePullBackOff) { Namespace = Namespace });

        var failed = await HelmTool.RunAsync(
            Cluster.AdminKubeconfigPath, "upgrade", "--rollback-on-failure", "--wait", "--timeout", "4s", "demo", Chart, "--set",
            "color=red,image=nowhere:1", "--namespace", Namespace);

        Assert.NotEqual(0, failed.ExitCode);
        Assert.Equal("green", await ColorAsync());
        var history = (JsonArray)JsonNode.Parse(await HelmAsync("history", "demo", "--output", "json"))!;
        Assert.Equal("failed", (string)history[1]!["status"]!);
        Assert.Contains("Rollback", (string)history[2]!["description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upgrade_that_the_cluster_refuses_fails_by_name()
    {
        await HelmAsync("install", "demo", Chart);
        var template = Path.Combine(Chart, "templates", "all.yaml");
        await File.WriteAllTextAsync(
            template, (await File.ReadAllTextAsync(template)).Replace("app: web", "app: other", StringComparison.Ordinal));

        var failed = await HelmTool.RunAsync(Cluster.KubeconfigPath, "upgrade", "demo", Chart, "--namespace", Namespace);

        Assert.NotEqual(0, failed.ExitCode);
        Assert.Contains("field is immutable", failed.StandardError, StringComparison.Ordinal);
        Assert.Equal(("failed", 2), await StatusAsync());
    }

    private async Task<(string Status, int Revision)> StatusAsync()
    {
        var status = JsonNode.Parse(await HelmAsync("status", "demo", "--output", "json"))!;
        return ((string)status["info"]!["status"]!, (int)status["version"]!);
    }

    private async Task<string> ColorAsync() => (await Client.CoreV1.ReadNamespacedConfigMapAsync("settings", Namespace)).Data["color"];

    /// <summary>As the app's account.</summary>
    private Task<string> HelmAsync(params string[] arguments) => HelmAsync(Cluster.KubeconfigPath, arguments);

    private Task<string> AdminHelmAsync(params string[] arguments) => HelmAsync(Cluster.AdminKubeconfigPath, arguments);

    private async Task<string> HelmAsync(string kubeconfig, string[] arguments)
    {
        var result = await HelmTool.RunAsync(kubeconfig, [.. arguments, "--namespace", Namespace]);
        Assert.True(result.ExitCode == 0, $"helm {string.Join(' ', arguments)}: {result.StandardError}{result.StandardOutput}");
        return result.StandardOutput;
    }
}
