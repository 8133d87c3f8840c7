using System.Net;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>What is wrong with a request is said in a Status that clients can read.</summary>
public sealed class RefusalContractTests(TestCluster cluster) : ClusterContractTest(cluster, "refusal")
{
    private const string ConfigMaps = "/api/v1/namespaces/{ns}/configmaps";

    [Theory]
    [InlineData("{\"metadata\":")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public Task A_body_that_is_no_object_is_refused(string body) =>
        RefusedAsync(HttpStatusCode.BadRequest, "BadRequest", HttpMethod.Post, ConfigMaps, body);

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"x"}}""")]
    [InlineData("""{"apiVersion":"v9","kind":"ConfigMap","metadata":{"name":"x"}}""")]
    [InlineData("""{"apiVersion":"v1","kind":"Nonsense","metadata":{"name":"x"}}""")]
    public Task A_body_of_another_kind_is_refused(string body) =>
        RefusedAsync(HttpStatusCode.BadRequest, "BadRequest", HttpMethod.Post, ConfigMaps, body);

    [Theory]
    [InlineData(ConfigMaps, """{"metadata":{"name":"x"},"data":{"a":1}}""")]
    [InlineData(ConfigMaps, """{"metadata":{"name":"x"},"data":[]}""")]
    [InlineData("/apis/apps/v1/namespaces/{ns}/deployments", """{"metadata":{"name":"x"},"spec":{"replicas":"two"}}""")]
    public async Task A_value_of_another_type_than_its_fields_is_refused(string path, string body)
    {
        var refused = await RefusedAsync(HttpStatusCode.BadRequest, "BadRequest", HttpMethod.Post, path, body);
        Assert.Contains("cannot be handled as a", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_path_resource_or_method_is_refused()
    {
        await RefusedAsync(HttpStatusCode.NotFound, "NotFound", HttpMethod.Get, "/api/v1/namespaces/{ns}/nonsenses", null);
        using var unknownGroup = await SendAsync(HttpMethod.Get, "/apis/example.com/v1/things");
        Assert.Equal(
            (HttpStatusCode.NotFound, "404 page not found\n"), (unknownGroup.StatusCode, await unknownGroup.Content.ReadAsStringAsync()));
        await RefusedAsync(
            HttpStatusCode.MethodNotAllowed, "MethodNotAllowed", HttpMethod.Put, ConfigMaps, """{"metadata":{"name":"x"}}""");
    }

    [Fact]
    public async Task A_body_for_another_place_than_the_path_is_refused()
    {
        await RefusedAsync(
            HttpStatusCode.BadRequest, "BadRequest", HttpMethod.Post, ConfigMaps, """{"metadata":{"name":"x","namespace":"elsewhere"}}""");
        await CreateConfigMapAsync("one");
        await RefusedAsync(HttpStatusCode.BadRequest, "BadRequest", HttpMethod.Put, $"{ConfigMaps}/one", """{"metadata":{"name":"two"}}""");
    }

    [Fact]
    public Task A_body_of_more_than_three_MiB_is_refused() => RefusedAsync(
        HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLarge", HttpMethod.Post, ConfigMaps,
        $$$"""{"metadata":{"name":"x"},"data":{"a":"{{{new string('x', 3 << 20)}}}"}}""");

    [Theory]
    [InlineData("text/plain", "")]
    [InlineData("application/xml", "")]
    public async Task A_body_in_another_form_is_refused(string contentType, string suffix) =>
        await RefusedAsync(
            HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType", HttpMethod.Post, ConfigMaps + suffix,
            """{"metadata":{"name":"x"}}""", contentType);

    [Fact]
    public async Task A_patch_of_an_unknown_sort_is_refused()
    {
        await CreateConfigMapAsync("one");
        await RefusedAsync(
            HttpStatusCode.UnsupportedMediaType, "UnsupportedMediaType", HttpMethod.Patch, $"{ConfigMaps}/one", "{}", "application/json");
    }

    [Theory]
    [InlineData("Upper", "metadata.name")]
    [InlineData("under_score", "metadata.name")]
    [InlineData("-dash", "metadata.name")]
    public async Task A_name_that_cannot_be_is_refused_by_its_field(string name, string field)
    {
        var refused = await RefusedAsync(HttpStatusCode.UnprocessableEntity, "Invalid", () => CreateConfigMapAsync(name));
        Assert.Contains($"ConfigMap \"{name}\" is invalid: {field}: Invalid value: \"{name}\"", refused.Message, StringComparison.Ordinal);
        var cause = Assert.Single(refused.Details.Causes);
        Assert.Equal(("FieldValueInvalid", field), (cause.Reason, cause.Field));
    }

    [Fact]
    public async Task Every_broken_rule_is_a_cause()
    {
        var map = ConfigMap("fine", "not fine");
        map.Metadata.Labels["-"] = new string('x', 64);

        var refused = await RefusedAsync(
            HttpStatusCode.UnprocessableEntity, "Invalid", () => Client.CoreV1.CreateNamespacedConfigMapAsync(map, Namespace));

        Assert.Equal(3, refused.Details.Causes.Count);
        Assert.All(refused.Details.Causes, cause => Assert.Equal(("FieldValueInvalid", "metadata.labels"), (cause.Reason, cause.Field)));
    }

    [Fact]
    public async Task What_cannot_be_changed_is_refused_by_its_field()
    {
        var set = await Client.AppsV1.CreateNamespacedStatefulSetAsync(StatefulSet(), Namespace);
        set.Metadata.ResourceVersion = null;
        set.Spec.VolumeClaimTemplates[0].Spec.Resources.Requests["storage"] = new("2Gi");
        var refused = await RefusedAsync(
            HttpStatusCode.UnprocessableEntity, "Invalid", () => Admin.AppsV1.ReplaceNamespacedStatefulSetAsync(set, "db", Namespace));
        Assert.Equal(("FieldValueForbidden", "spec"), (refused.Details.Causes.Single().Reason, refused.Details.Causes.Single().Field));
        Assert.Contains("updates to statefulset spec for fields other than 'replicas'", refused.Message, StringComparison.Ordinal);

        var deployment = await Client.AppsV1.CreateNamespacedDeploymentAsync(Deployment(), Namespace);
        deployment.Metadata.ResourceVersion = null;
        deployment.Spec.Selector.MatchLabels["app"] = deployment.Spec.Template.Metadata.Labels["app"] = "other";
        refused = await RefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "Invalid",
            () => Admin.AppsV1.ReplaceNamespacedDeploymentAsync(deployment, "web", Namespace));
        Assert.Equal("spec.selector", refused.Details.Causes.Single().Field);
        Assert.Contains("field is immutable", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_selector_must_select_its_own_template()
    {
        var deployment = Deployment();
        deployment.Spec.Template.Metadata.Labels["app"] = "other";
        var refused = await RefusedAsync(
            HttpStatusCode.UnprocessableEntity, "Invalid", () => Client.AppsV1.CreateNamespacedDeploymentAsync(deployment, Namespace));
        Assert.Contains("`selector` does not match template `labels`", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_quota_refuses_what_exceeds_it_and_tells_the_sums()
    {
        await Client.CoreV1.CreateNamespacedResourceQuotaAsync(
            new V1ResourceQuota
            {
                Metadata = new V1ObjectMeta { Name = "small" },
                Spec = new V1ResourceQuotaSpec
                {
                    Hard = new Dictionary<string, ResourceQuantity>
                    {
                        ["services.loadbalancers"] = new("1"),
                        ["requests.storage"] = new("1Gi"),
                        ["pods"] = new("0"),
                    },
                },
            },
            Namespace);
        await Eventually.TrueAsync(
            async () => (await Client.CoreV1.ReadNamespacedResourceQuotaAsync("small", Namespace)).Status?.Hard?.Count == 3,
            () => "the quota should be in force");
        await Client.CoreV1.CreateNamespacedServiceAsync(LoadBalancer("one"), Namespace);

        var refused = await RefusedAsync(
            HttpStatusCode.Forbidden, "Forbidden", () => Client.CoreV1.CreateNamespacedServiceAsync(LoadBalancer("two"), Namespace));
        Assert.Equal(
            "services \"two\" is forbidden: exceeded quota: small, requested: services.loadbalancers=1, used: services.loadbalancers=1, "
            + "limited: services.loadbalancers=1",
            refused.Message);
        refused = await RefusedAsync(
            HttpStatusCode.Forbidden, "Forbidden", () => Client.CoreV1.CreateNamespacedPersistentVolumeClaimAsync(Claim("2Gi"), Namespace));
        Assert.Contains(
            "exceeded quota: small, requested: requests.storage=2Gi, used: requests.storage=0, limited: requests.storage=1Gi",
            refused.Message,
            StringComparison.Ordinal);

        await Client.CoreV1.CreateNamespacedPersistentVolumeClaimAsync(Claim("512Mi"), Namespace);
        await Eventually.TrueAsync(
            async () => (await Client.CoreV1.ReadNamespacedResourceQuotaAsync("small", Namespace)).Status.Used is { } used
                && used["requests.storage"].ToString() == "512Mi" && used["services.loadbalancers"].ToString() == "1",
            () => "the quota should tell what is used");
        await Client.AppsV1.CreateNamespacedDeploymentAsync(Deployment(), Namespace);
        await Eventually.TrueAsync(
            async () => (await Client.AppsV1.ReadNamespacedDeploymentAsync("web", Namespace)).Status?.Conditions?.Any(condition =>
                condition is { Type: "ReplicaFailure", Status: "True", Reason: "FailedCreate" }
                && condition.Message.Contains("exceeded quota", StringComparison.Ordinal)) == true,
            () => "the deployment should say why it has no pods");
    }

    [Fact]
    public async Task A_claim_can_grow_only_where_its_class_allows_it()
    {
        await Client.CoreV1.CreateNamespacedPersistentVolumeClaimAsync(Claim("1Gi"), Namespace);
        await Eventually.TrueAsync(
            async () => (await Client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync("data", Namespace)).Status.Phase == "Bound",
            () => "the claim should be bound");

        var refused = await RefusedAsync(
            HttpStatusCode.Forbidden,
            "Forbidden",
            () => Client.CoreV1.PatchNamespacedPersistentVolumeClaimAsync(
                new V1Patch("""{"spec":{"resources":{"requests":{"storage":"2Gi"}}}}""", V1Patch.PatchType.MergePatch), "data", Namespace));
        Assert.Contains("resize", refused.Message, StringComparison.Ordinal);
    }

    [SinceFact(1, 27)]
    public async Task An_unknown_field_is_refused_where_strictness_is_asked_for()
    {
        const string body =
            """
            {
              "metadata":{"name":"d"},
              "spec":{
                "selector":{"matchLabels":{"a":"b"}},
                "template":{"metadata":{"labels":{"a":"b"}},"spec":{"containers":[{"name":"c","image":"x","imagee":"x"}]}}
              }
            }
            """;
        var refused = await RefusedAsync(
            HttpStatusCode.BadRequest, "BadRequest", HttpMethod.Post,
            "/apis/apps/v1/namespaces/{ns}/deployments?fieldValidation=Strict", body);
        Assert.Contains("unknown field \"spec.template.spec.containers[0].imagee\"", refused.Message, StringComparison.Ordinal);
        using var ignored = await SendAsync(HttpMethod.Post, "/apis/apps/v1/namespaces/{ns}/deployments", body);
        Assert.Equal(HttpStatusCode.Created, ignored.StatusCode);
    }

    [Fact]
    public async Task Without_credentials_nothing_is_told()
    {
        var configuration = await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(Cluster.KubeconfigPath));
        configuration.AccessToken = "wrong";
        using var stranger = new k8s.Kubernetes(configuration);

        await RefusedAsync(HttpStatusCode.Unauthorized, "Unauthorized", () => stranger.CoreV1.ListNamespaceAsync());
    }

    private static V1Service LoadBalancer(string name) =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = name },
            Spec = new V1ServiceSpec { Type = "LoadBalancer", Ports = [new V1ServicePort { Port = 80 }] },
        };

    private static V1PersistentVolumeClaim Claim(string size) => new()
    {
        Metadata = new V1ObjectMeta { Name = "data" },
        Spec = new V1PersistentVolumeClaimSpec
        {
            AccessModes = ["ReadWriteOnce"],
            Resources = new V1VolumeResourceRequirements
            {
                Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new(size) },
            },
        },
    };

    private static V1Deployment Deployment() =>
        new()
        {
            Metadata = new V1ObjectMeta { Name = "web" },
            Spec = new V1DeploymentSpec { Selector = Selector(), Template = Template() },
        };

    private static V1StatefulSet StatefulSet() => new()
    {
        Metadata = new V1ObjectMeta { Name = "db" },
        Spec = new V1StatefulSetSpec
        {
            ServiceName = "db",
            Replicas = 0,
            Selector = Selector(),
            Template = Template(),
            VolumeClaimTemplates = [Claim("1Gi")],
        },
    };

    private static V1LabelSelector Selector() => new() { MatchLabels = new Dictionary<string, string> { ["app"] = "x" } };

    private static V1PodTemplateSpec Template() => new()
    {
        Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = "x" } },
        Spec = new V1PodSpec { Containers = [new V1Container { Name = "run", Image = "busybox:1" }] },
    };
}
