using System.Globalization;
using Functions.Helm;
using Functions.Stores;
using Functions.Tests.Helm;
using k8s.Models;

namespace Functions.Tests.Chart;

public sealed class StoreChartTests
{
    public static TheoryData<string, string> Variants => new()
    {
        { "local", "" },
        { "gcp", "" },
        { "local", "database.engine=mysql,plan=large" },
        { "local", "exposure.type=Ingress,exposure.host=shop.example.com,exposure.clusterIssuer=letsencrypt,plan=medium" },
    };

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task It_passes_helms_strict_lint(bool production)
    {
        string[] values = production ? ["--values", HelmTool.ProductionValues] : [];
        var result = await HelmTool.RunAsync(null, ["lint", "--strict", HelmTool.StoreChart, .. values]);
        Assert.True(result.ExitCode == 0, result.StandardOutput + result.StandardError);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Everything_is_denied_but_what_is_named(string values, string set)
    {
        var chart = await RenderedChart.RenderAsync(values, set);
        var policies = chart.All<V1NetworkPolicy>();

        var deny = chart.Single<V1NetworkPolicy>("deny-all").Spec;
        Assert.True(deny.PodSelector.MatchLabels is null && deny.PodSelector.MatchExpressions is null);
        Assert.Equal(["Egress", "Ingress"], deny.PolicyTypes.Order());
        Assert.True(deny.Ingress is null && deny.Egress is null);

        var database = chart.Single<V1NetworkPolicy>("database").Spec;
        Assert.Equal("database", Component(database.PodSelector));
        var caller = Assert.Single(Assert.Single(database.Ingress).FromProperty);
        Assert.Equal("web", Component(caller.PodSelector));
        Assert.Null(caller.NamespaceSelector);
        Assert.Equal("3306", Assert.Single(database.Ingress[0].Ports).Port.Value);
        Assert.DoesNotContain(policies, policy => Component(policy.Spec.PodSelector) == "database" && policy.Spec.Egress is not null);

        var outside = chart.Single<V1NetworkPolicy>("web").Spec.Egress.Single(rule => rule.To.Any(peer => peer.IpBlock is not null));
        Assert.Equal("443", Assert.Single(outside.Ports).Port.Value);
        Assert.All(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"], network => Assert.Contains(network, outside.To[0].IpBlock.Except));
    }

    [Fact]
    public async Task Behind_an_ingress_only_its_controller_reaches_the_shop()
    {
        var chart = await RenderedChart.RenderAsync("local", "exposure.type=Ingress,exposure.host=shop.example.com,exposure.clusterIssuer=letsencrypt,plan=medium");

        var from = Assert.Single(Assert.Single(chart.Single<V1NetworkPolicy>("web").Spec.Ingress).FromProperty);
        Assert.Equal("ingress-nginx", from.NamespaceSelector.MatchLabels["kubernetes.io/metadata.name"]);
        Assert.Equal("ClusterIP", chart.Single<V1Service>("web").Spec.Type);
        var ingress = chart.Single<V1Ingress>("web");
        Assert.Equal("letsencrypt", ingress.Metadata.Annotations["cert-manager.io/cluster-issuer"]);
        Assert.Equal("shop.example.com", Assert.Single(ingress.Spec.Tls).Hosts[0]);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Every_pod_passes_the_restricted_standard(string values, string set)
    {
        var pods = Pods(await RenderedChart.RenderAsync(values, set));

        Assert.Equal(2, pods.Count);
        Assert.All(pods, pod =>
        {
            Assert.False(pod.AutomountServiceAccountToken);
            Assert.True(pod.SecurityContext.RunAsNonRoot);
            Assert.True(pod.SecurityContext.RunAsUser > 0);
            Assert.Equal("RuntimeDefault", pod.SecurityContext.SeccompProfile.Type);
            Assert.All(pod.Containers, container =>
            {
                Assert.False(container.SecurityContext.AllowPrivilegeEscalation);
                Assert.True(container.SecurityContext.ReadOnlyRootFilesystem);
                Assert.Equal(["ALL"], container.SecurityContext.Capabilities.Drop);
                Assert.Matches(@"^[a-z]+:\d", container.Image);
                Assert.All(container.Ports, port => Assert.True(port.ContainerPort > 1024));
                Assert.NotNull(container.StartupProbe);
                Assert.NotNull(container.ReadinessProbe);
                Assert.NotNull(container.LivenessProbe);
            });
        });
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task The_quota_admits_the_pods_one_more_and_their_volumes(string values, string set)
    {
        var chart = await RenderedChart.RenderAsync(values, set);
        var hard = chart.Single<V1ResourceQuota>("store").Spec.Hard;
        var containers = Pods(chart).SelectMany(pod => pod.Containers).ToList();
        var defaults = chart.Single<V1LimitRange>("store").Spec.Limits.Single();

        foreach (var resource in new[] { "cpu", "memory" })
        {
            Assert.True(Amount(hard[$"requests.{resource}"]) >= containers.Sum(container => Amount(container.Resources.Requests[resource])) + Amount(defaults.DefaultRequest[resource]));
            Assert.True(Amount(hard[$"limits.{resource}"]) >= containers.Sum(container => Amount(container.Resources.Limits[resource])) + Amount(defaults.DefaultProperty[resource]));
        }

        Assert.True(Amount(hard["pods"]) >= Pods(chart).Count + 1);
        var claims = chart.All<V1PersistentVolumeClaim>().Concat(chart.All<V1StatefulSet>().SelectMany(set => set.Spec.VolumeClaimTemplates)).ToList();
        Assert.Equal(Amount(hard["persistentvolumeclaims"]), claims.Count);
        Assert.True(Amount(hard["requests.storage"]) >= claims.Sum(claim => Amount(claim.Spec.Resources.Requests["storage"])));
        var balancers = chart.All<V1Service>().Count(service => service.Spec.Type == "LoadBalancer");
        Assert.Equal(balancers, Amount(hard["services.loadbalancers"]));
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task Passwords_come_from_the_secret_alone(string values, string set)
    {
        var chart = await RenderedChart.RenderAsync(values, set);

        Assert.Empty(chart.All<V1Secret>());
        var passwords = Pods(chart).SelectMany(pod => pod.Containers).SelectMany(container => container.Env).Where(variable => variable.Name.EndsWith("PASSWORD", StringComparison.Ordinal)).ToList();
        Assert.Equal(3, passwords.Count);
        Assert.All(passwords, variable =>
        {
            Assert.Null(variable.Value);
            Assert.Equal(StoreResources.CredentialsSecret, variable.ValueFrom.SecretKeyRef.Name);
            Assert.Contains(variable.ValueFrom.SecretKeyRef.Key, new[] { StoreResources.DatabasePasswordKey, StoreResources.DatabaseRootPasswordKey });
        });
    }

    [Fact]
    public async Task The_database_is_probed_by_a_query_over_tcp_without_the_password_in_its_arguments()
    {
        foreach (var engine in new[] { "mariadb", "mysql" })
        {
            var pod = (await RenderedChart.RenderAsync("local", $"database.engine={engine}")).Single<V1StatefulSet>("database").Spec.Template.Spec;
            var probe = string.Join(' ', pod.Containers[0].ReadinessProbe.Exec.Command);
            Assert.Contains($"exec {engine} ", probe, StringComparison.Ordinal);
            Assert.Contains("--protocol=tcp --host=127.0.0.1", probe, StringComparison.Ordinal);
            Assert.Contains("SELECT 1", probe, StringComparison.Ordinal);
            Assert.DoesNotContain("--password", probe, StringComparison.Ordinal);
            Assert.StartsWith($"{engine}:", pod.Containers[0].Image, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Volumes_go_with_the_store_and_production_changes_only_class_and_exposure()
    {
        var (local, gcp) = (await RenderedChart.RenderAsync("local"), await RenderedChart.RenderAsync("gcp"));

        Assert.Equal("Delete", local.Single<V1StatefulSet>("database").Spec.PersistentVolumeClaimRetentionPolicy.WhenDeleted);
        Assert.Null(local.Single<V1PersistentVolumeClaim>("web").Spec.StorageClassName);
        Assert.Equal("standard-rwo", gcp.Single<V1PersistentVolumeClaim>("web").Spec.StorageClassName);
        Assert.Equal("standard-rwo", gcp.Single<V1StatefulSet>("database").Spec.VolumeClaimTemplates.Single().Spec.StorageClassName);
        Assert.Equal("NodePort", local.Single<V1Service>("web").Spec.Type);
        Assert.Equal("LoadBalancer", gcp.Single<V1Service>("web").Spec.Type);
    }

    [Theory]
    [InlineData("plan=huge", "/plan")]
    [InlineData("database.engine=oracle", "/database/engine")]
    [InlineData("store.name=Not_A_Name", "/store/name")]
    [InlineData("exposure.host=bad host", "/exposure/host")]
    [InlineData("exposure.type=Ingress", "/exposure/host")]
    [InlineData("plans.small.web.memory=lots", "/plans/small/web/memory")]
    [InlineData("web.image=wordpress:latest", "/web/image")]
    [InlineData("surprise=1", "surprise")]
    public async Task What_breaks_the_schema_is_refused_with_its_path(string set, string path)
    {
        var result = await HelmTool.RunAsync(null, "template", "demo", HelmTool.StoreChart, "--set", set);

        Assert.NotEqual(0, result.ExitCode);
        Assert.Contains(path, result.StandardError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_values_that_the_app_passes_fit_the_chart()
    {
        foreach (var plan in Enum.GetValues<StorePlan>())
        {
            foreach (var engine in Enum.GetValues<DatabaseEngine>())
            {
                using var folder = new TempFolder();
                var file = Path.Combine(folder.Path, "values.json");
                await File.WriteAllTextAsync(file, System.Text.Json.JsonSerializer.Serialize(StoreValues.For(new StoreSpec(StoreName.Parse("demo"), plan, engine)), System.Text.Json.JsonSerializerOptions.Web));
                var result = await HelmTool.RunAsync(null, "template", "demo", HelmTool.StoreChart, "--values", file);
                Assert.True(result.ExitCode == 0, result.StandardError);
            }
        }
    }

    private static List<V1PodSpec> Pods(RenderedChart chart) =>
        [.. chart.All<V1Deployment>().Select(deployment => deployment.Spec.Template.Spec), .. chart.All<V1StatefulSet>().Select(set => set.Spec.Template.Spec)];

    private static string? Component(V1LabelSelector selector) => selector.MatchLabels?.TryGetValue("app.kubernetes.io/component", out var component) == true ? component : null;

    private static decimal Amount(ResourceQuantity quantity) => decimal.Parse(quantity.ToDecimal().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
