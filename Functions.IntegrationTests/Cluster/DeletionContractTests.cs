using System.Net;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>Deletion: preconditions, finalizers, owners, namespaces.</summary>
public sealed class DeletionContractTests(TestCluster cluster) : ClusterContractTest(cluster, "deletion")
{
    private const string Finalizer = "example.com/keep";

    [Fact]
    public async Task A_deletion_heeds_preconditions_and_finalizers()
    {
        var made = await KeepAsync("kept");
        var other = new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = Guid.NewGuid().ToString() } };
        var refused = await RefusedAsync(
            HttpStatusCode.Conflict, "Conflict", () => Client.CoreV1.DeleteNamespacedConfigMapAsync("kept", Namespace, other));
        Assert.Contains("the UID in the precondition", refused.Message, StringComparison.Ordinal);
        var stale = new V1DeleteOptions { Preconditions = new V1Preconditions { ResourceVersion = "1" } };
        await RefusedAsync(
            HttpStatusCode.Conflict, "Conflict", () => Client.CoreV1.DeleteNamespacedConfigMapAsync("kept", Namespace, stale));

        await Client.CoreV1.DeleteNamespacedConfigMapAsync(
            "kept", Namespace, new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = made.Uid() } });
        Assert.NotNull((await Client.CoreV1.ReadNamespacedConfigMapAsync("kept", Namespace)).Metadata.DeletionTimestamp);

        await ReleaseAsync("kept");
        await GoneAsync("kept");
        await RefusedAsync(HttpStatusCode.NotFound, "NotFound", () => Client.CoreV1.DeleteNamespacedConfigMapAsync("kept", Namespace));
    }

    [Fact]
    public async Task A_terminating_object_takes_no_new_finalizer()
    {
        await KeepAsync("kept");
        await Client.CoreV1.DeleteNamespacedConfigMapAsync("kept", Namespace);

        await RefusedAsync(HttpStatusCode.UnprocessableEntity, "Invalid", () => Client.CoreV1.PatchNamespacedConfigMapAsync(
            new V1Patch($$$"""{"metadata":{"finalizers":["{{{Finalizer}}}","example.com/more"]}}""", V1Patch.PatchType.MergePatch),
            "kept", Namespace));

        await ReleaseAsync("kept");
    }

    [Theory]
    [InlineData("Background")]
    [InlineData("Foreground")]
    public async Task What_is_owned_goes_with_its_owner(string propagation)
    {
        var owner = await CreateConfigMapAsync("owner");
        await OwnedAsync("owned", owner);

        await Client.CoreV1.DeleteNamespacedConfigMapAsync("owner", Namespace, new V1DeleteOptions { PropagationPolicy = propagation });

        await GoneAsync("owned");
        await GoneAsync("owner");
    }

    [Fact]
    public async Task An_owner_that_goes_in_the_foreground_waits_for_what_blocks_it()
    {
        var owner = await CreateConfigMapAsync("owner");
        await OwnedAsync("owned", owner, Finalizer);
        await Client.CoreV1.DeleteNamespacedConfigMapAsync("owner", Namespace, new V1DeleteOptions { PropagationPolicy = "Foreground" });

        await Eventually.TrueAsync(
            async () => (await Client.CoreV1.ReadNamespacedConfigMapAsync("owned", Namespace)).Metadata.DeletionTimestamp is not null,
            () => "what is owned should be deleted first");
        Assert.Contains("foregroundDeletion", (await Client.CoreV1.ReadNamespacedConfigMapAsync("owner", Namespace)).Metadata.Finalizers);

        await ReleaseAsync("owned");
        await GoneAsync("owner");
    }

    [Fact]
    public async Task Orphans_stay_and_have_no_owner_any_more()
    {
        var owner = await CreateConfigMapAsync("owner");
        await OwnedAsync("orphan", owner);

        await Client.CoreV1.DeleteNamespacedConfigMapAsync("owner", Namespace, new V1DeleteOptions { PropagationPolicy = "Orphan" });

        await GoneAsync("owner");
        Assert.Null((await Client.CoreV1.ReadNamespacedConfigMapAsync("orphan", Namespace)).Metadata.OwnerReferences);
    }

    [Fact]
    public async Task A_namespace_ends_after_its_contents_says_what_keeps_it_and_takes_nothing_new()
    {
        await KeepAsync("kept");
        await CreateConfigMapAsync("loose");
        await Client.CoreV1.DeleteNamespaceAsync(Namespace);

        var refused = await RefusedAsync(
            HttpStatusCode.Forbidden, "Forbidden", () => Admin.CoreV1.CreateNamespacedConfigMapAsync(ConfigMap("late"), Namespace));
        Assert.Contains(
            $"unable to create new content in namespace {Namespace} because it is being terminated",
            refused.Message,
            StringComparison.Ordinal);
        await Eventually.TrueAsync(
            async () => (await Client.CoreV1.ReadNamespaceAsync(Namespace)).Status.Conditions?.Any(condition =>
                condition is { Type: "NamespaceFinalizersRemaining", Status: "True" }
                && condition.Message.Contains($"{Finalizer} in 1 resource instances", StringComparison.Ordinal)) == true,
            () => "its conditions should name the finalizer");
        var ns = await Client.CoreV1.ReadNamespaceAsync(Namespace);
        Assert.Equal("Terminating", ns.Status.Phase);
        var remaining = ns.Status.Conditions.Single(condition => condition.Type == "NamespaceContentRemaining");
        Assert.Equal(("True", "SomeResourcesRemain"), (remaining.Status, remaining.Reason));
        Assert.Contains("configmaps. has 1 resource instances", remaining.Message, StringComparison.Ordinal);
        Assert.True(await IsGoneAsync(() => Admin.CoreV1.ReadNamespacedConfigMapAsync("loose", Namespace)));

        await Admin.CoreV1.PatchNamespacedConfigMapAsync(
            new V1Patch("""{"metadata":{"finalizers":null}}""", V1Patch.PatchType.MergePatch), "kept", Namespace);
        await Eventually.TrueAsync(
            async () => await IsGoneAsync(() => Client.CoreV1.ReadNamespaceAsync(Namespace)), () => "the namespace should be gone");
    }

    [Fact]
    public async Task A_namespace_of_another_uid_is_left_alone() =>
        await RefusedAsync(HttpStatusCode.Conflict, "Conflict", () => Client.CoreV1.DeleteNamespaceAsync(
            Namespace, new V1DeleteOptions { Preconditions = new V1Preconditions { Uid = Guid.NewGuid().ToString() } }));

    private Task<V1ConfigMap> KeepAsync(string name)
    {
        var kept = ConfigMap(name);
        kept.Metadata.Finalizers = [Finalizer];
        return Client.CoreV1.CreateNamespacedConfigMapAsync(kept, Namespace);
    }

    private Task OwnedAsync(string name, V1ConfigMap owner, string? finalizer = null)
    {
        var owned = ConfigMap(name);
        owned.Metadata.OwnerReferences =
        [
            new V1OwnerReference
            {
                ApiVersion = "v1",
                Kind = "ConfigMap",
                Name = owner.Name(),
                Uid = owner.Uid(),
                BlockOwnerDeletion = true,
            },
        ];
        owned.Metadata.Finalizers = finalizer is null ? null : [finalizer];
        // Who blocks an owner's deletion must be allowed to set the owner's finalizers.
        return Admin.CoreV1.CreateNamespacedConfigMapAsync(owned, Namespace);
    }

    private Task ReleaseAsync(string name) =>
        Client.CoreV1.PatchNamespacedConfigMapAsync(
            new V1Patch("""{"metadata":{"finalizers":null}}""", V1Patch.PatchType.MergePatch), name, Namespace);

    private Task GoneAsync(string name) =>
        Eventually.TrueAsync(
            async () => await IsGoneAsync(() => Client.CoreV1.ReadNamespacedConfigMapAsync(name, Namespace)),
            () => $"{name} should be gone");
}
