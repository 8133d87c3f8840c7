using System.Net;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>Objects are created, read, replaced.</summary>
public sealed class ObjectContractTests(TestCluster cluster) : ClusterContractTest(cluster, "objects")
{
    [Fact]
    public async Task A_body_that_does_not_say_its_kind_replaces_an_object_of_the_kind_that_the_address_says()
    {
        static V1ConfigMap Body(string value) =>
            new() { Metadata = new V1ObjectMeta { Name = "unsaid" }, Data = new Dictionary<string, string> { ["a"] = value } };

        await Admin.CoreV1.CreateNamespacedConfigMapAsync(Body("1"), Namespace);
        await Admin.CoreV1.ReplaceNamespacedConfigMapAsync(Body("2"), "unsaid", Namespace);

        var read = await Admin.CoreV1.ReadNamespacedConfigMapAsync("unsaid", Namespace);
        Assert.Equal(("v1", "ConfigMap", "2"), (read.ApiVersion, read.Kind, read.Data["a"]));
    }

    [Fact]
    public async Task An_object_gets_its_identity_and_a_second_of_its_name_is_refused()
    {
        var made = await CreateConfigMapAsync("one");
        Assert.NotNull(made.Uid());
        Assert.NotNull(made.ResourceVersion());
        Assert.NotNull(made.CreationTimestamp());

        var exists = await RefusedAsync(HttpStatusCode.Conflict, "AlreadyExists", () => CreateConfigMapAsync("one"));
        Assert.Equal(
            ("configmaps \"one\" already exists", "one", "configmaps"), (exists.Message, exists.Details.Name, exists.Details.Kind));
        var missing = await RefusedAsync(
            HttpStatusCode.NotFound, "NotFound", () => Client.CoreV1.ReadNamespacedConfigMapAsync("two", Namespace));
        Assert.Equal("configmaps \"two\" not found", missing.Message);
        var nowhere = await RefusedAsync(
            HttpStatusCode.NotFound, "NotFound", () => Admin.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("one"), $"{Namespace}-none"));
        Assert.Equal($"namespaces \"{Namespace}-none\" not found", nowhere.Message);
    }

    [Fact]
    public async Task A_name_is_made_from_its_beginning()
    {
        var made = await Client.CoreV1.CreateNamespacedConfigMapAsync(
            new V1ConfigMap { Metadata = new V1ObjectMeta { GenerateName = "made-" } }, Namespace);

        Assert.Matches("^made-[a-z0-9]{5}$", made.Name());
    }

    [Fact]
    public async Task A_write_on_a_stale_version_is_refused_and_one_on_none_is_not()
    {
        var first = await CreateConfigMapAsync("one");
        var second = await Client.CoreV1.ReadNamespacedConfigMapAsync("one", Namespace);
        second.Data["a"] = "2";
        await Admin.CoreV1.ReplaceNamespacedConfigMapAsync(second, "one", Namespace);

        first.Data["a"] = "3";
        var conflict = await RefusedAsync(
            HttpStatusCode.Conflict, "Conflict", () => Admin.CoreV1.ReplaceNamespacedConfigMapAsync(first, "one", Namespace));
        Assert.Equal(
            "Operation cannot be fulfilled on configmaps \"one\": the object has been modified; please apply your changes to the "
            + "latest version and try again", conflict.Message);
        first.Metadata.ResourceVersion = null;
        Assert.Equal("3", (await Admin.CoreV1.ReplaceNamespacedConfigMapAsync(first, "one", Namespace)).Data["a"]);
    }

    [Fact]
    public async Task A_write_that_changes_nothing_makes_no_version()
    {
        var made = await CreateConfigMapAsync("same");

        Assert.Equal(
            made.ResourceVersion(), (await Admin.CoreV1.ReplaceNamespacedConfigMapAsync(made, "same", Namespace)).ResourceVersion());
    }

    [Fact]
    public async Task A_dry_run_answers_as_if_and_keeps_nothing()
    {
        var tried = await Client.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("tried"), Namespace, dryRun: "All");

        Assert.NotNull(tried.Uid());
        await RefusedAsync(HttpStatusCode.NotFound, "NotFound", () => Client.CoreV1.ReadNamespacedConfigMapAsync("tried", Namespace));
        await CreateConfigMapAsync("kept");
        await Client.CoreV1.DeleteNamespacedConfigMapAsync("kept", Namespace, dryRun: "All");
        Assert.Equal("kept", (await Client.CoreV1.ReadNamespacedConfigMapAsync("kept", Namespace)).Name());
    }

    [Fact]
    public async Task The_status_is_written_by_itself_and_the_generation_counts_changes_of_the_spec()
    {
        var made = await Client.AppsV1.CreateNamespacedDeploymentAsync(Deployment(), Namespace);
        Assert.Equal(1, made.Metadata.Generation);
        made.Status = new V1DeploymentStatus { ReadyReplicas = 7 };
        made.Spec.MinReadySeconds = 3;
        made.Metadata.ResourceVersion = null;
        var replaced = await Admin.AppsV1.ReplaceNamespacedDeploymentAsync(made, "web", Namespace);
        Assert.Equal(3, replaced.Spec.MinReadySeconds);
        Assert.NotEqual(7, replaced.Status?.ReadyReplicas);
        Assert.Equal(2, replaced.Metadata.Generation);

        var pod = await Admin.CoreV1.CreateNamespacedPodAsync(Pod("lonely"), Namespace);
        var patched = await Admin.CoreV1.PatchNamespacedPodStatusAsync(
            new V1Patch("""{"metadata":{"labels":{"not":"here"}},"status":{"message":"by the node"}}""", V1Patch.PatchType.MergePatch),
            "lonely", Namespace);
        Assert.Equal("by the node", patched.Status.Message);
        Assert.Equal(pod.Spec.Containers[0].Image, patched.Spec.Containers[0].Image);
    }

    [Fact]
    public async Task A_secrets_text_becomes_data_and_an_immutable_one_stays()
    {
        var secret = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = "text" },
            StringData = new Dictionary<string, string> { ["key"] = "välue" },
            Immutable = true,
        };
        var made = await Client.CoreV1.CreateNamespacedSecretAsync(secret, Namespace);
        Assert.Equal("välue", System.Text.Encoding.UTF8.GetString(made.Data["key"]));
        Assert.Null(made.StringData);
        Assert.Equal("Opaque", made.Type);

        made.Data["key"] = [1];
        var refused = await RefusedAsync(
            HttpStatusCode.UnprocessableEntity, "Invalid", () => Admin.CoreV1.ReplaceNamespacedSecretAsync(made, "text", Namespace));
        Assert.Equal("data", Assert.Single(refused.Details.Causes).Field);
    }

    [Fact]
    public async Task Objects_of_the_whole_cluster_have_no_namespace()
    {
        var name = $"class-{Namespace}";
        await Admin.StorageV1.CreateStorageClassAsync(
            new V1StorageClass { Metadata = new V1ObjectMeta { Name = name }, Provisioner = "example.com/none", ReclaimPolicy = "Retain" });
        try
        {
            var read = await Admin.StorageV1.ReadStorageClassAsync(name);
            Assert.Equal((null, "Retain", "example.com/none"), (read.Namespace(), read.ReclaimPolicy, read.Provisioner));
            Assert.Contains((await Admin.StorageV1.ListStorageClassAsync()).Items, item => item.Name() == name);
        }
        finally
        {
            await Admin.StorageV1.DeleteStorageClassAsync(name);
        }

        await RefusedAsync(HttpStatusCode.NotFound, "NotFound", () => Admin.StorageV1.ReadStorageClassAsync(name));
    }

    private static V1Deployment Deployment()
    {
        var labels = new Dictionary<string, string> { ["app"] = "web" };
        return new V1Deployment
        {
            Metadata = new V1ObjectMeta { Name = "web" },
            Spec = new V1DeploymentSpec
            {
                Replicas = 0,
                Selector = new V1LabelSelector { MatchLabels = labels },
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = labels },
                    Spec = new V1PodSpec { Containers = [new V1Container { Name = "run", Image = "busybox:1" }] },
                },
            },
        };
    }

    private static V1Pod Pod(string name) => new()
    {
        Metadata = new V1ObjectMeta { Name = name },
        Spec = new V1PodSpec
        {
            RestartPolicy = "Never",
            SchedulerName = "nobody",
            AutomountServiceAccountToken = false,
            Containers = [new V1Container { Name = "run", Image = "busybox:1" }],
        },
    };
}
