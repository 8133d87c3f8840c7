using Functions.IntegrationTests.Helm;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>The unmodified kubectl, as an operator uses it.</summary>
[Trait("Node", "Simulated")]
public sealed class KubectlWitnessTests(TestCluster cluster) : ClusterContractTest(cluster, "kubectl")
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var labels = new Dictionary<string, string> { ["app"] = "web" };
        await Client.AppsV1.CreateNamespacedDeploymentAsync(
            new V1Deployment
            {
                Metadata = new V1ObjectMeta { Name = "web" },
                Spec = new V1DeploymentSpec
                {
                    Selector = new V1LabelSelector { MatchLabels = labels },
                    Template = new V1PodTemplateSpec
                    {
                        Metadata = new V1ObjectMeta { Labels = labels },
                        Spec = new V1PodSpec { Containers = [new V1Container { Name = "run", Image = "busybox:1" }] },
                    },
                },
            },
            Namespace);
        await Eventually.TrueAsync(
            async () => (await Client.AppsV1.ReadNamespacedDeploymentAsync("web", Namespace)).Status?.AvailableReplicas == 1,
            () => "the deployment should be available");
    }

    [Theory]
    [InlineData("pods", "NAME READY STATUS RESTARTS AGE", "1/1 Running 0")]
    [InlineData("po", "NAME READY STATUS RESTARTS AGE", "1/1 Running 0")]
    [InlineData("deployments", "NAME READY UP-TO-DATE AVAILABLE AGE", "web 1/1 1 1")]
    [InlineData("deploy/web", "NAME READY UP-TO-DATE AVAILABLE AGE", "web 1/1 1 1")]
    public async Task Get_shows_rows(string what, string header, string row)
    {
        var lines = (await KubectlAsync("get", what)).Split('\n');

        Assert.Equal(header, Squeeze(lines[0]));
        Assert.Contains(row, Squeeze(lines[1]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_shows_objects_and_what_is_not_there()
    {
        Assert.Equal(
            "busybox:1", await KubectlAsync("get", "pods", "-l", "app=web", "-o", "jsonpath={.items[0].spec.containers[0].image}"));
        Assert.Contains("kind: Deployment", await KubectlAsync("get", "deployment", "web", "-o", "yaml"), StringComparison.Ordinal);
        Assert.Contains("web", await KubectlAsync("get", "deployments.apps", "-o", "name"), StringComparison.Ordinal);
        var missing = await HelmTool.KubectlAsync(Cluster.AdminKubeconfigPath, "get", "pod", "nobody", "--namespace", Namespace);
        Assert.Equal(1, missing.ExitCode);
        Assert.Contains("Error from server (NotFound): pods \"nobody\" not found", missing.StandardError, StringComparison.Ordinal);
        var unknown = await HelmTool.KubectlAsync(Cluster.AdminKubeconfigPath, "get", "nonsenses", "--namespace", Namespace);
        Assert.Contains("the server doesn't have a resource type \"nonsenses\"", unknown.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_all_shows_what_people_call_all()
    {
        var names = (await KubectlAsync("get", "all", "-o", "name")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(["deployment.apps", "pod", "replicaset.apps"], names.Select(name => name.Split('/')[0]).Order());
    }

    [Theory]
    [InlineData("deployment/web")]
    [InlineData("statefulset/db")]
    public async Task Scale_says_how_many_pods_there_are_to_be(string workload)
    {
        await CreateStatefulSetAsync("db");

        Assert.EndsWith(" scaled\n", await KubectlAsync("scale", workload, "--replicas=3"), StringComparison.Ordinal);
        Assert.Equal("3", await KubectlAsync("get", workload, "-o", "jsonpath={.spec.replicas}"));
        await KubectlAsync("scale", workload, "--current-replicas=3", "--replicas=0");
        Assert.Equal("0", await KubectlAsync("get", workload, "-o", "jsonpath={.spec.replicas}"));
        var refused = await HelmTool.KubectlAsync(
            Cluster.AdminKubeconfigPath, "scale", workload, "--current-replicas=3", "--replicas=1", "--namespace", Namespace);
        Assert.Contains("Expected replicas to be 3, was 0", refused.StandardError, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("create", "pods")]
    [InlineData("get", "/version")]
    [InlineData("delete", "deployments.apps", "--all-namespaces")]
    public async Task An_administrator_can_do_what_kubectl_asks(params string[] what) =>
        Assert.Equal("yes\n", await KubectlAsync(["auth", "can-i", .. what]));

    [Fact]
    public async Task An_administrator_can_do_everything() =>
        Assert.Contains("*.* [] [] [*]", Squeeze(await KubectlAsync("auth", "can-i", "--list")), StringComparison.Ordinal);

    [SinceFact(1, 28)]
    public async Task Whoever_asks_is_told_who_it_is() =>
        Assert.Contains("Username", await KubectlAsync("auth", "whoami"), StringComparison.Ordinal);

    [Fact]
    public async Task Describe_tells_how_a_pod_fares()
    {
        var pod = Assert.Single((await Client.CoreV1.ListNamespacedPodAsync(Namespace)).Items).Name();
        // Aligned by the longest field.
        var description = Squeeze(await KubectlAsync("describe", "pod", pod));

        Assert.Contains("Running", description, StringComparison.Ordinal);
        Assert.Contains("Image: busybox:1", description, StringComparison.Ordinal);
        Assert.Contains("Controlled By: ReplicaSet/web-", description, StringComparison.Ordinal);
        Assert.Contains(
            "Replicas: 1 desired | 1 updated | 1 total | 1 available | 0 unavailable",
            Squeeze(await KubectlAsync("describe", "deployment", "web")),
            StringComparison.Ordinal);
        Assert.Contains("Status:", await KubectlAsync("describe", "namespace", Namespace), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_waits_until_an_object_is_gone()
    {
        Assert.Contains(
            "deployment.apps \"web\" deleted",
            await KubectlAsync("delete", "deployment", "web", "--timeout", "60s"),
            StringComparison.Ordinal);

        Assert.True(await IsGoneAsync(() => Client.AppsV1.ReadNamespacedDeploymentAsync("web", Namespace)));
        await Eventually.TrueAsync(
            async () => (await Client.CoreV1.ListNamespacedPodAsync(Namespace)).Items.Count == 0, () => "its pods should go too");
    }

    [Fact]
    public async Task Delete_waits_until_a_namespace_is_gone()
    {
        await KubectlAsync("delete", "namespace", Namespace, "--timeout", "60s");

        Assert.True(await IsGoneAsync(() => Client.CoreV1.ReadNamespaceAsync(Namespace)));
    }

    [KubeletFact]
    public async Task Logs_show_what_a_container_has_said() =>
        Assert.NotEmpty(await KubectlAsync("logs", Assert.Single((await Client.CoreV1.ListNamespacedPodAsync(Namespace)).Items).Name()));

    private Task CreateStatefulSetAsync(string name)
    {
        var labels = new Dictionary<string, string> { ["app"] = name };
        var pod = new V1PodSpec { Containers = [new V1Container { Name = "run", Image = "busybox:1" }] };
        var set = new V1StatefulSet
        {
            Metadata = new V1ObjectMeta { Name = name },
            Spec = new V1StatefulSetSpec
            {
                ServiceName = name,
                Selector = new V1LabelSelector { MatchLabels = labels },
                Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = labels }, Spec = pod },
            },
        };
        return Client.AppsV1.CreateNamespacedStatefulSetAsync(set, Namespace);
    }

    private static string Squeeze(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private async Task<string> KubectlAsync(params string[] arguments)
    {
        var result = await HelmTool.KubectlAsync(Cluster.AdminKubeconfigPath, [.. arguments, "--namespace", Namespace]);
        Assert.True(result.ExitCode == 0, $"kubectl {string.Join(' ', arguments)}: {result.StandardError}");
        return result.StandardOutput;
    }
}
