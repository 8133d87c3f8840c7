using System.Net;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Functions.Tests.Cluster;

/// <summary>What the product and helm rely on, the same on every cluster.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
public sealed class ApiContractTests(TestCluster cluster) : IAsyncLifetime
{
    private readonly string _namespace = TestCluster.UniqueName("contract");

    private IKubernetes Client => cluster.Client;

    public Task InitializeAsync() => Client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = _namespace } });

    public async Task DisposeAsync()
    {
        try
        {
            await Client.CoreV1.DeleteNamespaceAsync(_namespace);
        }
        catch (HttpOperationException)
        {
            // The test deleted it.
        }
    }

    [Fact]
    public async Task An_object_gets_its_identity_and_a_second_of_its_name_is_refused()
    {
        var made = await Client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("one"), _namespace);
        Assert.NotNull(made.Uid());
        Assert.NotNull(made.ResourceVersion());
        Assert.NotNull(made.CreationTimestamp());

        await RefusedAsync(HttpStatusCode.Conflict, "AlreadyExists", () => Client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("one"), _namespace));
        await RefusedAsync(HttpStatusCode.NotFound, "NotFound", () => Client.CoreV1.ReadNamespacedConfigMapAsync("two", _namespace));
        await RefusedAsync(HttpStatusCode.NotFound, "NotFound", () => Client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("one"), $"{_namespace}-none"));
    }

    [Fact]
    public async Task A_write_on_a_stale_version_is_refused()
    {
        var first = await Client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("one"), _namespace);
        var second = await Client.CoreV1.ReadNamespacedConfigMapAsync("one", _namespace);
        second.Data["a"] = "2";
        await Client.CoreV1.ReplaceNamespacedConfigMapAsync(second, "one", _namespace);

        first.Data["a"] = "3";
        await RefusedAsync(HttpStatusCode.Conflict, "Conflict", () => Client.CoreV1.ReplaceNamespacedConfigMapAsync(first, "one", _namespace));
    }

    [Fact]
    public async Task Lists_heed_labels_and_pages()
    {
        foreach (var (name, tier) in new[] { ("a", "x"), ("b", "y"), ("c", "x"), ("d", "z") })
        {
            await Client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap(name, tier), _namespace);
        }

        Assert.Equal("a,c", await NamesAsync("tier=x"));
        Assert.Equal("a,b,c", await NamesAsync("tier in (x, y)"));
        Assert.Equal("b,d", await NamesAsync("tier,tier!=x"));
        Assert.Equal("d", await NamesAsync("tier notin (x,y),tier"));
        await RefusedAsync(HttpStatusCode.BadRequest, "BadRequest", () => Client.CoreV1.ListNamespacedConfigMapAsync(_namespace, labelSelector: "tier in x"));

        var page = await Client.CoreV1.ListNamespacedConfigMapAsync(_namespace, labelSelector: "tier", limit: 3);
        var rest = await Client.CoreV1.ListNamespacedConfigMapAsync(_namespace, labelSelector: "tier", limit: 3, continueParameter: page.Metadata.ContinueProperty);
        Assert.Equal("a,b,c,d", string.Join(',', page.Items.Concat(rest.Items).Select(item => item.Name())));
        Assert.True(string.IsNullOrEmpty(rest.Metadata.ContinueProperty));
    }

    [Fact]
    public async Task A_watch_goes_on_from_a_version()
    {
        var list = await Client.CoreV1.ListNamespacedConfigMapAsync(_namespace);
        var made = await Client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("watched"), _namespace);
        made.Data["a"] = "2";
        await Client.CoreV1.ReplaceNamespacedConfigMapAsync(made, "watched", _namespace);
        await Client.CoreV1.DeleteNamespacedConfigMapAsync("watched", _namespace);

        var seen = new List<WatchEventType>();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        await foreach (var (type, item) in Client.CoreV1.WatchListNamespacedConfigMapAsync(_namespace, resourceVersion: list.Metadata.ResourceVersion, cancellationToken: limit.Token))
        {
            if (item.Name() == "watched")
            {
                seen.Add(type);
                if (seen.Count == 3)
                {
                    break;
                }
            }
        }

        Assert.Equal(new[] { WatchEventType.Added, WatchEventType.Modified, WatchEventType.Deleted }, seen);
    }

    [Fact]
    public async Task Applying_owns_fields_removes_what_is_no_longer_applied_and_refuses_another_owners()
    {
        await ApplyAsync("first", new() { ["a"] = "1", ["b"] = "1" });
        await ApplyAsync("first", new() { ["a"] = "1" });
        Assert.Equal("a=1", await DataAsync());

        await ApplyAsync("second", new() { ["c"] = "3" });
        await RefusedAsync(HttpStatusCode.Conflict, "Conflict", () => ApplyAsync("second", new() { ["a"] = "2", ["c"] = "3" }));
        await ApplyAsync("second", new() { ["a"] = "2", ["c"] = "3" }, force: true);
        Assert.Equal("a=2,c=3", await DataAsync());

        await ApplyAsync("first", []);
        Assert.Equal("a=2,c=3", await DataAsync());
    }

    [Fact]
    public async Task A_merge_patch_changes_what_it_names()
    {
        await Client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("applied"), _namespace);
        await Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"data":{"a":null,"z":"9"}}""", V1Patch.PatchType.MergePatch), "applied", _namespace);
        Assert.Equal("z=9", await DataAsync());
    }

    [Fact]
    public async Task A_deletion_heeds_preconditions_and_finalizers()
    {
        var made = ConfigMap("kept");
        made.Metadata.Finalizers = ["example.com/keep"];
        made = await Client.CoreV1.CreateNamespacedConfigMapAsync(made, _namespace);
        var other = new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = Guid.NewGuid().ToString() } };
        await RefusedAsync(HttpStatusCode.Conflict, "Conflict", () => Client.CoreV1.DeleteNamespacedConfigMapAsync("kept", _namespace, other));

        await Client.CoreV1.DeleteNamespacedConfigMapAsync("kept", _namespace, new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = made.Uid() } });
        Assert.NotNull((await Client.CoreV1.ReadNamespacedConfigMapAsync("kept", _namespace)).Metadata.DeletionTimestamp);

        await Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"metadata":{"finalizers":null}}""", V1Patch.PatchType.MergePatch), "kept", _namespace);
        await Eventually.TrueAsync(async () => await IsGoneAsync(() => Client.CoreV1.ReadNamespacedConfigMapAsync("kept", _namespace)), () => "it should be gone");
    }

    [Fact]
    public async Task A_namespace_ends_after_its_contents_says_what_keeps_it_and_takes_nothing_new()
    {
        var kept = ConfigMap("kept");
        kept.Metadata.Finalizers = ["example.com/keep"];
        await Client.CoreV1.CreateNamespacedConfigMapAsync(kept, _namespace);
        await Client.CoreV1.DeleteNamespaceAsync(_namespace);

        await RefusedAsync(HttpStatusCode.Forbidden, "Forbidden", () => Client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("late"), _namespace));
        await Eventually.TrueAsync(
            async () => (await Client.CoreV1.ReadNamespaceAsync(_namespace)).Status.Conditions?.Any(condition =>
                condition is { Type: "NamespaceFinalizersRemaining", Status: "True" } && condition.Message.Contains("example.com/keep", StringComparison.Ordinal)) == true,
            () => "its conditions should name the finalizer");
        Assert.Equal("Terminating", (await Client.CoreV1.ReadNamespaceAsync(_namespace)).Status.Phase);

        await Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch("""{"metadata":{"finalizers":null}}""", V1Patch.PatchType.MergePatch), "kept", _namespace);
        await Eventually.TrueAsync(async () => await IsGoneAsync(() => Client.CoreV1.ReadNamespaceAsync(_namespace)), () => "the namespace should be gone");
    }

    [Fact]
    [Trait("Node", "Simulated")]
    public async Task A_load_balancer_gets_an_address_a_claim_a_volume_and_a_job_ends()
    {
        await Client.CoreV1.CreateNamespacedServiceAsync(new V1Service { Metadata = new V1ObjectMeta { Name = "lb" }, Spec = new V1ServiceSpec { Type = "LoadBalancer", Ports = [new V1ServicePort { Port = 80 }] } }, _namespace);
        await Client.CoreV1.CreateNamespacedPersistentVolumeClaimAsync(
            new V1PersistentVolumeClaim
            {
                Metadata = new V1ObjectMeta { Name = "data" },
                Spec = new V1PersistentVolumeClaimSpec { AccessModes = ["ReadWriteOnce"], Resources = new V1VolumeResourceRequirements { Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new("1Gi") } } },
            },
            _namespace);
        var pod = new V1PodTemplateSpec { Spec = new V1PodSpec { RestartPolicy = "Never", Containers = [new V1Container { Name = "run", Image = "busybox:1" }] } };
        await Client.BatchV1.CreateNamespacedJobAsync(new V1Job { Metadata = new V1ObjectMeta { Name = "job" }, Spec = new V1JobSpec { Template = pod } }, _namespace);

        await Eventually.TrueAsync(async () => (await Client.CoreV1.ReadNamespacedServiceAsync("lb", _namespace)).Status.LoadBalancer?.Ingress?.Count > 0, () => "an address should be assigned");
        await Eventually.TrueAsync(async () => (await Client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync("data", _namespace)).Status.Phase == "Bound", () => "the claim should be bound");
        await Eventually.TrueAsync(async () => (await Client.BatchV1.ReadNamespacedJobAsync("job", _namespace)).Status.Succeeded == 1, () => "the job should succeed");

        var volume = (await Client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync("data", _namespace)).Spec.VolumeName;
        await Client.CoreV1.DeleteNamespacedPersistentVolumeClaimAsync("data", _namespace);
        await Eventually.TrueAsync(async () => await IsGoneAsync(() => Client.CoreV1.ReadPersistentVolumeAsync(volume)), () => "the volume should be reclaimed");
    }

    [Fact]
    public async Task Without_the_token_nothing_is_told()
    {
        var configuration = await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(cluster.KubeconfigPath));
        configuration.AccessToken = "wrong";
        using var stranger = new k8s.Kubernetes(configuration);

        await RefusedAsync(HttpStatusCode.Unauthorized, "Unauthorized", () => stranger.CoreV1.ListNamespaceAsync());
    }

    private static async Task RefusedAsync(HttpStatusCode code, string reason, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<HttpOperationException>(call);
        Assert.Equal(code, refusal.Response.StatusCode);
        var status = KubernetesJson.Deserialize<V1Status>(refusal.Response.Content);
        Assert.Equal(reason, status.Reason);
        Assert.Equal((int)code, status.Code);
    }

    private static async Task<bool> IsGoneAsync(Func<Task> read)
    {
        try
        {
            await read();
            return false;
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return true;
        }
    }

    private static V1ConfigMap ConfigMap(string name, string? tier = null) => new()
    {
        Metadata = new V1ObjectMeta { Name = name, Labels = tier is null ? null : new Dictionary<string, string> { ["tier"] = tier } },
        Data = new Dictionary<string, string> { ["a"] = "1" },
    };

    private async Task<string> NamesAsync(string selector) =>
        string.Join(',', (await Client.CoreV1.ListNamespacedConfigMapAsync(_namespace, labelSelector: selector)).Items.Select(item => item.Name()));

    private async Task<string> DataAsync() =>
        string.Join(',', ((await Client.CoreV1.ReadNamespacedConfigMapAsync("applied", _namespace)).Data ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key).Select(pair => $"{pair.Key}={pair.Value}"));

    private Task ApplyAsync(string manager, Dictionary<string, string> data, bool force = false)
    {
        var body = new V1ConfigMap { ApiVersion = "v1", Kind = "ConfigMap", Metadata = new V1ObjectMeta { Name = "applied" }, Data = data };
        return Client.CoreV1.PatchNamespacedConfigMapAsync(new V1Patch(body, V1Patch.PatchType.ApplyPatch), "applied", _namespace, fieldManager: manager, force: force);
    }
}
