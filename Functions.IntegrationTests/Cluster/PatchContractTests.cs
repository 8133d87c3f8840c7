using System.Net;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>Patches of each kind, and who owns which field.</summary>
public sealed class PatchContractTests(TestCluster cluster) : ClusterContractTest(cluster, "patch")
{
    [Fact]
    public async Task A_merge_patch_changes_what_it_names()
    {
        await CreateConfigMapAsync("patched");

        await PatchAsync("""{"data":{"a":null,"z":"9"}}""", V1Patch.PatchType.MergePatch);

        Assert.Equal("z=9", await DataAsync());
    }

    [Fact]
    public async Task A_json_patch_does_its_operations_or_none()
    {
        await CreateConfigMapAsync("patched");
        await PatchAsync(
            """
            [
              {"op":"test","path":"/data/a","value":"1"},
              {"op":"add","path":"/data/b","value":"2"},
              {"op":"remove","path":"/data/a"},
              {"op":"add","path":"/metadata/annotations","value":{}},
              {"op":"add","path":"/metadata/annotations/example.com~1c","value":"3"}
            ]
            """,
            V1Patch.PatchType.JsonPatch);
        Assert.Equal("b=2", await DataAsync());
        Assert.Equal("3", (await Client.CoreV1.ReadNamespacedConfigMapAsync("patched", Namespace)).Metadata.Annotations["example.com/c"]);

        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "Invalid", () => PatchAsync(
            """[{"op":"add","path":"/data/d","value":"3"},{"op":"test","path":"/data/b","value":"other"}]""", V1Patch.PatchType.JsonPatch));
        await RefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "Invalid",
            () => PatchAsync("""[{"op":"remove","path":"/data/nothing"}]""", V1Patch.PatchType.JsonPatch));
        await RefusedAsync(HttpStatusCode.BadRequest, "BadRequest", () => PatchAsync("""{"op":"remove"}""", V1Patch.PatchType.JsonPatch));
        Assert.Equal("b=2", await DataAsync());
    }

    [Theory]
    [InlineData("""[{"op":"copy","from":"/data/a","path":"/data/b"}]""", "a=1,b=1")]
    [InlineData("""[{"op":"move","from":"/data/a","path":"/data/b"}]""", "b=1")]
    [InlineData("""[{"op":"copy","from":"/data","path":"/metadata/labels"},{"op":"replace","path":"/data/a","value":"2"}]""", "a=2")]
    [InlineData("""[{"op":"test","path":"/data/b","value":null},{"op":"add","path":"/data/b","value":"2"}]""", "a=1,b=2")]
    [InlineData("""[{"op":"test","path":"/binaryData","value":null},{"op":"replace","path":"/data/b","value":"2"}]""", "a=1,b=2")]
    [InlineData("""[{"op":"add","path":"/metadata/finalizers","value":["a/b"]},{"op":"remove","path":"/metadata/finalizers/-1"}]""", "a=1")]
    [InlineData("[]", "a=1")]
    public async Task A_json_patch_reads_its_operations_as_the_api_server_does(string patch, string data)
    {
        await CreateConfigMapAsync("patched");

        await JsonPatchAsync(patch);

        Assert.Equal(data, await DataAsync());
    }

    /// <summary>1.20 refuses it.</summary>
    [SinceFact(1, 31)]
    public async Task A_json_patch_can_replace_the_whole_object()
    {
        await CreateConfigMapAsync("patched");

        await JsonPatchAsync("""[{"op":"replace","path":"","value":{"metadata":{"name":"patched"},"data":{"c":"3"}}}]""");
        Assert.Equal("c=3", await DataAsync());

        var refused = await RefusedAsync(
            HttpStatusCode.UnprocessableEntity, "Invalid", () => JsonPatchAsync("""[{"op":"replace","path":"","value":[]}]"""));
        Assert.Equal("patch", refused.Details.Causes.Single().Field);
    }

    [Theory]
    [InlineData("""[{"op":"test","path":"/data/a","value":null}]""")]
    [InlineData("""[{"op":"test","path":"","value":{}}]""")]
    [InlineData("""[{"op":"add","path":"","value":{}}]""")]
    [InlineData("""[{"op":"remove","path":""}]""")]
    [InlineData("""[{"op":"add","path":"/nothing/a","value":"1"}]""")]
    [InlineData("""[{"op":"add","path":"/data/a/b","value":"1"}]""")]
    [InlineData("""[{"op":"move","from":"/data/b","path":"/data/c"}]""")]
    [InlineData("""[{"op":"add","path":"/data/b","value":"1"},{"op":"swap","path":"/data/a"}]""")]
    [InlineData("""[{"op":"add","path":"/metadata/finalizers","value":[]},{"op":"add","path":"/metadata/finalizers/1","value":"a.b/c"}]""")]
    [InlineData("""[{"op":"add","value":"1"}]""")]
    public async Task A_json_patch_that_does_not_fit_is_refused_without_saying_why(string patch)
    {
        await CreateConfigMapAsync("patched");

        var refused = await RefusedAsync(HttpStatusCode.UnprocessableEntity, "Invalid", () => JsonPatchAsync(patch));

        Assert.Equal("the server rejected our request due to an error in our request", refused.Message);
        Assert.Null(refused.Details?.Causes);
        Assert.Equal("a=1", await DataAsync());
    }

    [Theory]
    [InlineData("""[{"op":"copy","from":"/metadata","path":"/data/b"}]""", V1Patch.PatchType.JsonPatch)]
    [InlineData("""{"data":{"a":1}}""", V1Patch.PatchType.MergePatch)]
    public async Task A_patch_that_makes_another_type_than_its_fields_is_refused(string patch, V1Patch.PatchType type)
    {
        await CreateConfigMapAsync("patched");

        var refused = await RefusedAsync(HttpStatusCode.UnprocessableEntity, "Invalid", () => PatchAsync(patch, type));

        Assert.Equal(("FieldValueInvalid", "patch"), (refused.Details.Causes.Single().Reason, refused.Details.Causes.Single().Field));
    }

    [Theory]
    [InlineData("""["text"]""", HttpStatusCode.BadRequest, "BadRequest")]
    [InlineData("""{"op":"add"}""", HttpStatusCode.BadRequest, "BadRequest")]
    public async Task What_is_no_json_patch_is_refused(string patch, HttpStatusCode code, string reason)
    {
        await CreateConfigMapAsync("patched");
        await RefusedAsync(code, reason, () => JsonPatchAsync(patch));
    }

    [Fact]
    public async Task A_json_patch_of_too_many_operations_is_refused()
    {
        await CreateConfigMapAsync("patched");
        var patch = $"[{string.Join(',', Enumerable.Repeat("""{"op":"add","path":"/data/b","value":"1"}""", 10_001))}]";
        await RefusedAsync(HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLarge", () => JsonPatchAsync(patch));
    }

    [Fact]
    public async Task A_strategic_merge_patch_merges_lists_by_their_keys()
    {
        var pod = new V1Pod
        {
            Metadata = new V1ObjectMeta { Name = "patched" },
            Spec = new V1PodSpec
            {
                SchedulerName = "nobody",
                AutomountServiceAccountToken = false,
                Containers = [new V1Container { Name = "one", Image = "a:1" }, new V1Container { Name = "two", Image = "b:1" }],
            },
        };
        await Admin.CoreV1.CreateNamespacedPodAsync(pod, Namespace);

        var patched = await Admin.CoreV1.PatchNamespacedPodAsync(
            new V1Patch("""{"spec":{"containers":[{"name":"two","image":"b:2"}]}}""", V1Patch.PatchType.StrategicMergePatch),
            "patched", Namespace);

        Assert.Equal(["a:1", "b:2"], patched.Spec.Containers.Select(container => container.Image).Order());
    }

    [Fact]
    public async Task A_patch_on_a_stale_version_or_of_nothing_is_refused()
    {
        var made = await CreateConfigMapAsync("patched");
        await PatchAsync("""{"data":{"a":"2"}}""", V1Patch.PatchType.MergePatch);

        await RefusedAsync(HttpStatusCode.Conflict, "Conflict", () => PatchAsync(
            $$$"""{"metadata":{"resourceVersion":"{{{made.ResourceVersion()}}}"},"data":{"a":"3"}}""", V1Patch.PatchType.MergePatch));
        await RefusedAsync(
            HttpStatusCode.NotFound,
            "NotFound",
            () => Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("{}", V1Patch.PatchType.MergePatch), "nobody", Namespace));
        Assert.Equal("a=2", await DataAsync());
    }

    [Fact]
    public async Task Applying_owns_fields_removes_what_is_no_longer_applied_and_refuses_another_owners()
    {
        await ApplyAsync("first", new() { ["a"] = "1", ["b"] = "1" });
        await ApplyAsync("first", new() { ["a"] = "1" });
        Assert.Equal("a=1", await DataAsync());

        await ApplyAsync("second", new() { ["c"] = "3" });
        var conflict = await RefusedAsync(
            HttpStatusCode.Conflict, "Conflict", () => ApplyAsync("second", new() { ["a"] = "2", ["c"] = "3" }));
        var cause = Assert.Single(conflict.Details.Causes);
        Assert.Equal(("FieldManagerConflict", ".data.a"), (cause.Reason, cause.Field));
        Assert.Contains("conflict with \"first\"", cause.Message, StringComparison.Ordinal);
        await ApplyAsync("second", new() { ["a"] = "2", ["c"] = "3" }, force: true);
        Assert.Equal("a=2,c=3", await DataAsync());

        await ApplyAsync("first", []);
        Assert.Equal("a=2,c=3", await DataAsync());
    }

    [Fact]
    public async Task Managed_fields_tell_who_applied_and_who_updated_what()
    {
        await ApplyAsync("applier", new() { ["a"] = "1" });
        await Client.CoreV1.PatchNamespacedConfigMapAsync(
            new V1Patch("""{"data":{"b":"2"}}""", V1Patch.PatchType.MergePatch), "patched", Namespace, fieldManager: "editor");

        var entries = (await Client.CoreV1.ReadNamespacedConfigMapAsync("patched", Namespace)).Metadata.ManagedFields;

        Assert.Equal(["applier Apply", "editor Update"], entries.Select(entry => $"{entry.Manager} {entry.Operation}").Order());
        Assert.All(entries, entry => Assert.Equal(("v1", "FieldsV1"), (entry.ApiVersion, entry.FieldsType)));
        var fields = entries.ToDictionary(entry => entry.Manager, entry => KubernetesJson.Serialize(entry.FieldsV1));
        Assert.Equal(
            ("""{"f:data":{"f:a":{}}}""", """{"f:data":{"f:b":{}}}"""),
            (fields["applier"].Replace("\".\":{},", "", StringComparison.Ordinal), fields["editor"].Replace(
                "\".\":{},", "", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Applying_keyed_lists_changes_the_items_that_are_ones_own()
    {
        await ApplyServiceAsync("first", ("http", 80), ("admin", 8080));
        await ApplyServiceAsync("second", ("metrics", 9090));
        await ApplyServiceAsync("first", ("http", 80));

        var ports = (await Client.CoreV1.ReadNamespacedServiceAsync("web", Namespace)).Spec.Ports;
        Assert.Equal(["http", "metrics"], ports.Select(port => port.Name).Order());
    }

    [SinceFact(1, 29)]
    public async Task Applying_keyed_lists_keeps_the_order_that_was_applied()
    {
        await ApplyServiceAsync("first", ("http", 80), ("admin", 8080));
        await ApplyServiceAsync("second", ("metrics", 9090));
        await ApplyServiceAsync("first", ("early", 70), ("http", 80), ("between", 800), ("admin", 8080));

        var ports = (await Client.CoreV1.ReadNamespacedServiceAsync("web", Namespace)).Spec.Ports;
        Assert.Equal(["early", "http", "between", "admin", "metrics"], ports.Select(port => port.Name));
    }

    [Fact]
    public async Task Applying_without_a_manager_is_refused()
    {
        const string body = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"patched"}}""";
        var refused = await RefusedAsync(
            HttpStatusCode.UnprocessableEntity, "Invalid", HttpMethod.Patch, "/api/v1/namespaces/{ns}/configmaps/patched", body,
            "application/apply-patch+yaml");
        Assert.Equal(
            ("FieldValueRequired", "fieldManager"), (refused.Details.Causes.Single().Reason, refused.Details.Causes.Single().Field));
    }

    private Task PatchAsync(string patch, V1Patch.PatchType type) =>
        Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch(patch, type), "patched", Namespace);

    private Task JsonPatchAsync(string patch) => PatchAsync(patch, V1Patch.PatchType.JsonPatch);

    private async Task<string> DataAsync() =>
        string.Join(
            ',',
            ((await Client.CoreV1.ReadNamespacedConfigMapAsync("patched", Namespace)).Data ?? new Dictionary<string, string>())
                .OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}"));

    private Task ApplyAsync(string manager, Dictionary<string, string> data, bool force = false)
    {
        var body = new V1ConfigMap { ApiVersion = "v1", Kind = "ConfigMap", Metadata = new V1ObjectMeta { Name = "patched" }, Data = data };
        return Client.CoreV1.PatchNamespacedConfigMapAsync(
            new V1Patch(body, V1Patch.PatchType.ApplyPatch), "patched", Namespace, fieldManager: manager, force: force);
    }

    private Task ApplyServiceAsync(string manager, params (string Name, int Port)[] ports)
    {
        var body = new V1Service
        {
            ApiVersion = "v1",
            Kind = "Service",
            Metadata = new V1ObjectMeta { Name = "web" },
            Spec = new V1ServiceSpec
            {
                Ports = [.. ports.Select(port => new V1ServicePort { Name = port.Name, Port = port.Port, Protocol = "TCP" })],
            },
        };
        return Client.CoreV1.PatchNamespacedServiceAsync(
            new V1Patch(body, V1Patch.PatchType.ApplyPatch), "web", Namespace, fieldManager: manager);
    }
}
