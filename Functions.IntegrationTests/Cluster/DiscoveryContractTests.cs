using System.Text.Json.Nodes;
using k8s;

namespace Functions.IntegrationTests.Cluster;

/// <summary>What the server says of itself, as helm, kubectl and clients ask it.</summary>
public sealed class DiscoveryContractTests(TestCluster cluster) : ClusterContractTest(cluster, "discovery")
{
    [Fact]
    public async Task The_version_is_told()
    {
        var version = await Client.Version.GetCodeAsync();

        Assert.Equal("1", version.Major);
        Assert.Matches("^v1\\.\\d+\\.\\d+", version.GitVersion);
    }

    [Theory]
    [InlineData("/api/v1", "pods", "Pod", true)]
    [InlineData("/api/v1", "namespaces", "Namespace", false)]
    [InlineData("/api/v1", "persistentvolumes", "PersistentVolume", false)]
    [InlineData("/api/v1", "secrets", "Secret", true)]
    [InlineData("/apis/apps/v1", "deployments", "Deployment", true)]
    [InlineData("/apis/apps/v1", "statefulsets", "StatefulSet", true)]
    [InlineData("/apis/batch/v1", "jobs", "Job", true)]
    [InlineData("/apis/networking.k8s.io/v1", "networkpolicies", "NetworkPolicy", true)]
    [InlineData("/apis/networking.k8s.io/v1", "ingresses", "Ingress", true)]
    [InlineData("/apis/rbac.authorization.k8s.io/v1", "clusterroles", "ClusterRole", false)]
    [InlineData("/apis/rbac.authorization.k8s.io/v1", "rolebindings", "RoleBinding", true)]
    [InlineData("/apis/storage.k8s.io/v1", "storageclasses", "StorageClass", false)]
    [InlineData("/apis/coordination.k8s.io/v1", "leases", "Lease", true)]
    public async Task A_resource_is_listed_with_its_kind_scope_and_verbs(string path, string plural, string kind, bool namespaced)
    {
        var resources = (JsonArray)(await GetAsync(path))["resources"]!;

        var found = Assert.Single(resources, resource => (string)resource!["name"]! == plural)!;
        Assert.Equal((kind, namespaced), ((string)found["kind"]!, (bool)found["namespaced"]!));
        Assert.Superset(
            new HashSet<string> { "create", "delete", "get", "list", "patch", "update", "watch" },
            ((JsonArray)found["verbs"]!).Select(verb => (string)verb!).ToHashSet());
    }

    [Theory]
    [InlineData("/api/v1", "pods", "po")]
    [InlineData("/api/v1", "persistentvolumeclaims", "pvc")]
    [InlineData("/apis/apps/v1", "deployments", "deploy")]
    [InlineData("/apis/networking.k8s.io/v1", "networkpolicies", "netpol")]
    public async Task Resources_have_the_short_names_that_people_use(string path, string plural, string shortName)
    {
        var found = Assert.Single((JsonArray)(await GetAsync(path))["resources"]!, resource => (string)resource!["name"]! == plural)!;

        Assert.Contains(shortName, ((JsonArray)found["shortNames"]!).Select(name => (string)name!));
    }

    [Theory]
    [InlineData("/api/v1", "pods/status")]
    [InlineData("/api/v1", "pods/log")]
    [InlineData("/apis/apps/v1", "deployments/status")]
    public async Task Parts_that_are_written_or_read_by_themselves_are_listed(string path, string name) =>
        Assert.Contains((JsonArray)(await GetAsync(path))["resources"]!, resource => (string)resource!["name"]! == name);

    [Theory]
    [InlineData("/apis/apps/v1", "deployments/scale")]
    [InlineData("/apis/apps/v1", "statefulsets/scale")]
    public async Task A_part_of_another_kind_says_which(string path, string name)
    {
        var part = Assert.Single((JsonArray)(await GetAsync(path))["resources"]!, resource => (string)resource!["name"]! == name)!;
        Assert.Equal(("autoscaling", "v1", "Scale"), ((string)part["group"]!, (string)part["version"]!, (string)part["kind"]!));
    }

    [SinceTheory(1, 30)]
    [InlineData("/api", "", "pods", "Namespaced", "po", "all", "status")]
    [InlineData("/apis", "apps", "deployments", "Namespaced", "deploy", "all", "scale")]
    [InlineData("/api", "", "namespaces", "Cluster", "ns", null, "status")]
    public async Task Everything_is_listed_at_once_where_that_is_asked_for(
        string path, string group, string plural, string scope, string shortName, string? category, string part)
    {
        const string aggregated = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";
        using var response = await SendAsync(HttpMethod.Get, path, accept: $"{aggregated},application/json");
        Assert.Equal(aggregated, response.Content.Headers.ContentType!.ToString().Replace(" ", "", StringComparison.Ordinal));
        var list = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.Equal(("APIGroupDiscoveryList", "apidiscovery.k8s.io/v2"), ((string)list["kind"]!, (string)list["apiVersion"]!));

        var found = Assert.Single((JsonArray)list["items"]!, item => ((string?)item!["metadata"]?["name"] ?? "") == group)!;
        var version = Assert.Single((JsonArray)found["versions"]!, candidate => (string)candidate!["version"]! == "v1")!;
        Assert.Equal("Current", (string)version["freshness"]!);
        var resource = Assert.Single((JsonArray)version["resources"]!, candidate => (string)candidate!["resource"]! == plural)!;

        Assert.Equal((scope, plural.TrimEnd('s')), ((string)resource["scope"]!, (string)resource["singularResource"]!));
        Assert.Contains(shortName, Texts(resource["shortNames"]));
        Assert.Equal(category is null ? [] : [category], Texts(resource["categories"]));
        Assert.Superset(new HashSet<string> { "create", "get", "list", "watch" }, Texts(resource["verbs"]).ToHashSet());
        Assert.Contains(part, ((JsonArray)resource["subresources"]!).Select(subresource => (string)subresource!["subresource"]!));
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json,application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList")]
    [InlineData("application/json;g=apidiscovery.k8s.io;v=v9;as=APIGroupDiscoveryList,application/json")]
    public async Task Groups_alone_are_listed_where_that_is_asked_for_first(string accept) =>
        Assert.Equal("APIGroupList", (string)(await GetAsync("/apis", accept))["kind"]!);

    [Fact]
    public async Task Groups_are_listed_with_their_preferred_version()
    {
        Assert.Contains("v1", ((JsonArray)(await GetAsync("/api"))["versions"]!).Select(version => (string)version!));
        var groups = (JsonArray)(await GetAsync("/apis"))["groups"]!;
        var apps = Assert.Single(groups, group => (string)group!["name"]! == "apps")!;
        Assert.Equal("apps/v1", (string)apps["preferredVersion"]!["groupVersion"]!);
        Assert.Equal("apps", (string)(await GetAsync("/apis/apps"))["name"]!);
    }

    [SinceFact(1, 27)]
    public async Task OpenAPI_says_that_the_server_validates_fields()
    {
        var paths = (JsonObject)(await GetAsync("/openapi/v3"))["paths"]!;
        Assert.Superset(new HashSet<string> { "api/v1", "apis/apps/v1", "apis/batch/v1" }, paths.Select(path => path.Key).ToHashSet());
        var apps = await GetAsync((string)paths["apis/apps/v1"]!["serverRelativeURL"]!);
        var patch = apps["paths"]!["/apis/apps/v1/namespaces/{namespace}/deployments/{name}"]!["patch"]!;
        Assert.Contains((JsonArray)patch["parameters"]!, parameter => (string?)parameter!["name"] == "fieldValidation");
        Assert.Equal("Deployment", (string)patch["x-kubernetes-group-version-kind"]!["kind"]!);
    }

    [SinceTheory(1, 25)]
    [InlineData("/apis/batch/v1", "cronjobs")]
    [InlineData("/apis/policy/v1", "poddisruptionbudgets")]
    public async Task Newer_resources_are_listed(string path, string plural) =>
        Assert.Contains((JsonArray)(await GetAsync(path))["resources"]!, resource => (string)resource!["name"]! == plural);

    private static IEnumerable<string> Texts(JsonNode? list) => (list as JsonArray ?? []).Select(text => (string)text!);
}
