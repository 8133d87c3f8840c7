using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Functions.IntegrationTests.Cluster;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>Deletions that leave a receipt, and those that something stands against.</summary>
[Collection(StoresCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
public sealed class DeletionEndToEndTests(TestCluster cluster) : IDisposable
{
    private const string Finalizer = "example.com/keep";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_deletion_leaves_a_receipt_also_of_what_the_undoing_of_a_provision_removed()
    {
        var (whole, stopped) = (TestCluster.UniqueName("whole"), TestCluster.UniqueName("stopped"));
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster);
        await Task.WhenAll(app.CreateAsync(whole), app.CreateAsync(stopped));
        await Eventually.TrueAsync(
            async () => await StepOf(app, stopped) is "AwaitDatabase" or "AwaitWorkloads",
            () => $"{stopped} should be installed\n{app.Output}");
        await app.DeleteAsync(stopped);
        await app.WaitForPhaseAsync(whole, "Ready");
        await app.DeleteAsync(whole);
        await Task.WhenAll(app.WaitForAbsenceAsync(stopped), app.WaitForAbsenceAsync(whole));

        foreach (var name in new[] { whole, stopped })
        {
            var receipt = await ReceiptAsync(app, name);
            var kinds = Items(receipt).Select(item => item.GetProperty("kind").GetString()).Distinct();
            Assert.Equal(
                ["Namespace", "Release", "PersistentVolumeClaim", "PersistentVolume"],
                kinds.Intersect(["Namespace", "Release", "PersistentVolumeClaim", "PersistentVolume"]));
            var absentAt = receipt.GetProperty("absentAt").GetDateTime();
            Assert.All(Items(receipt), item => Assert.True(
                item.GetProperty("goneAt").ValueKind == JsonValueKind.Null
                    ? item.GetProperty("unchecked").ValueKind == JsonValueKind.String
                    : item.GetProperty("goneAt").GetDateTime() <= absentAt,
                receipt.ToString()));
            Assert.Contains(
                receipt.GetProperty("inventory").GetProperty("revisions").EnumerateArray(),
                revision => revision.GetProperty("number").GetInt32() == 1);
        }
    }

    [Fact]
    [Trait("Node", "Simulated")]
    public async Task A_volume_that_is_retained_fails_the_deletion_until_it_is_gone_and_is_not_forgotten_by_the_next()
    {
        var name = TestCluster.UniqueName("retained");
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster);
        await app.CreateAsync(name);
        await app.WaitForPhaseAsync(name, "Ready");
        var claims = await cluster.Admin.CoreV1.ListNamespacedPersistentVolumeClaimAsync($"store-{name}");
        var volume = claims.Items[0].Spec.VolumeName;
        await cluster.Admin.CoreV1.PatchPersistentVolumeAsync(
            new V1Patch("""{"spec":{"persistentVolumeReclaimPolicy":"Retain"}}""", V1Patch.PatchType.MergePatch), volume);

        await app.DeleteAsync(name);
        if (cluster.OperatorServiceAccount is not null)
        {
            // The account may not read volumes: what it could not look at is said.
            await app.WaitForAbsenceAsync(name);
            var unread = Items(await ReceiptAsync(app, name)).Single(item => item.GetProperty("name").GetString() == volume);
            Assert.Contains("may not read", unread.GetProperty("unchecked").GetString(), StringComparison.Ordinal);
            await cluster.Admin.CoreV1.DeleteCollectionPersistentVolumeAsync(fieldSelector: $"metadata.name={volume}");
            return;
        }

        var failed = (await app.WaitForPhaseAsync(name, "Failed")).GetProperty("failure");
        Assert.Equal(
            ("AwaitAbsence", "VolumesRetained"), (failed.GetProperty("step").GetString(), failed.GetProperty("reason").GetString()));
        Assert.Contains(
            $"PersistentVolume {volume} (Retain, Released)", failed.GetProperty("message").GetString(), StringComparison.Ordinal);

        // The claim that named the volume is gone by now: only what the first deletion noted can tell of it.
        await app.DeleteAsync(name);
        failed = (await app.WaitForPhaseAsync(name, "Failed")).GetProperty("failure");
        Assert.Equal("VolumesRetained", failed.GetProperty("reason").GetString());

        // Handed on to another namespace, where the claim has the same name, it is the store's no more.
        var handedOn = new V1Patch("""{"spec":{"claimRef":{"namespace":"another-tenant","uid":null}}}""", V1Patch.PatchType.MergePatch);
        await cluster.Admin.CoreV1.PatchPersistentVolumeAsync(handedOn, volume);
        await app.DeleteAsync(name);
        await app.WaitForAbsenceAsync(name);
        Assert.Equal("another-tenant", (await cluster.Admin.CoreV1.ReadPersistentVolumeAsync(volume)).Spec.ClaimRef.NamespaceProperty);
        await cluster.Admin.CoreV1.DeleteCollectionPersistentVolumeAsync(fieldSelector: $"metadata.name={volume}");
        var receipt = await ReceiptAsync(app, name);
        Assert.Equal(
            "Retain",
            receipt.GetProperty("inventory").GetProperty("volumes").EnumerateArray()
                .Single(found => found.GetProperty("volume").GetString() == volume).GetProperty("reclaimPolicy").GetString());
        var items = Items(receipt).ToDictionary(
            item => $"{item.GetProperty("kind")} {item.GetProperty("name")}", item => item.GetProperty("goneAt").GetDateTime());
        Assert.True(items[$"Namespace store-{name}"] < items[$"PersistentVolume {volume}"], receipt.ToString());
    }

    [Fact]
    [Trait("Node", "Simulated")]
    public async Task A_namespace_that_is_stuck_says_so_while_it_is_and_finalizers_go_only_on_request()
    {
        var name = TestCluster.UniqueName("stuck");
        await using var app = await StoreApp.StartAsync(
            _folder.Path, cluster, ("Operations__StuckAfter", TestCluster.RealKubeconfig is null ? "00:00:03" : "00:00:40"));
        await app.CreateAsync(name);
        await app.WaitForPhaseAsync(name, "Ready");
        var kept = new V1ConfigMap { Metadata = new V1ObjectMeta { Name = "kept", Finalizers = [Finalizer] } };
        await cluster.Admin.CoreV1.CreateNamespacedConfigMapAsync(kept, $"store-{name}");
        var balancer = new V1Service
        {
            Metadata = new V1ObjectMeta { Name = "balancer", Finalizers = ["service.kubernetes.io/load-balancer-cleanup"] },
            Spec = new V1ServiceSpec
            {
                Ports = [new V1ServicePort { Port = 80 }],
                Selector = new Dictionary<string, string> { ["a"] = "b" },
            },
        };
        await cluster.Admin.CoreV1.CreateNamespacedServiceAsync(balancer, $"store-{name}");
        Assert.Equal(HttpStatusCode.Conflict, (await StripAsync(app, name, name)).Status);

        await app.DeleteAsync(name);
        await Eventually.TrueAsync(
            async () => await app.GetAsync(name) is { } store && store.GetProperty("phase").GetString() == "Deleting"
                && $"{store.GetProperty("message")}".Contains($"{Finalizer} in 1 resource instances", StringComparison.Ordinal),
            () => $"the API should say what keeps the namespace\n{app.Output}");
        var failed = (await app.WaitForPhaseAsync(name, "Failed")).GetProperty("failure");
        Assert.Equal("NamespaceStuck", failed.GetProperty("reason").GetString());
        Assert.All(
            ["NamespaceContentRemaining", "configmaps. has 1 resource instances", Finalizer, "strip-finalizers"],
            said => Assert.Contains(said, failed.GetProperty("message").GetString(), StringComparison.Ordinal));
        Assert.Matches($"Store {name}#1 .*failed at AwaitAbsence: NamespaceStuck: .*{Finalizer}", app.Output);

        Assert.Equal(HttpStatusCode.BadRequest, (await StripAsync(app, name, "another")).Status);
        var (status, stripped) = await StripAsync(app, name, name);
        if (cluster.OperatorServiceAccount is not null)
        {
            // The account's role goes with the namespace's contents.
            Assert.True(status == HttpStatusCode.Conflict, stripped.ToString());
            Assert.All(
                ["RoleGone", "kubectl patch"],
                said => Assert.Contains(said, stripped.GetProperty("detail").GetString(), StringComparison.Ordinal));
            await FreeAsync(name, everything: true);
            return;
        }

        Assert.True(status == HttpStatusCode.OK, stripped.ToString());
        Assert.Equal("kept", Assert.Single(stripped.GetProperty("stripped").EnumerateArray()).GetProperty("name").GetString());
        var refused = Assert.Single(stripped.GetProperty("refused").EnumerateArray());
        Assert.Equal("balancer", refused.GetProperty("name").GetString());
        Assert.Contains("load balancer", refused.GetProperty("why").GetString(), StringComparison.Ordinal);
        var audit = Assert.Single((await app.GetAsync(name))!.Value.GetProperty("audit").EnumerateArray());
        Assert.Equal(
            ("its operator was uninstalled", "127.0.0.1"), (audit.GetProperty("reason").GetString(), audit.GetProperty("by").GetString()));
        Assert.Contains($"Stripped: {Finalizer} of configmaps kept.", audit.GetProperty("outcome").GetString(), StringComparison.Ordinal);
        Assert.Contains("asks to strip finalizers of store", app.Output, StringComparison.Ordinal);

        await FreeAsync(name, everything: false);

        async Task FreeAsync(string store, bool everything)
        {
            var free = new V1Patch("""{"metadata":{"finalizers":null}}""", V1Patch.PatchType.MergePatch);
            await cluster.Admin.CoreV1.PatchNamespacedServiceAsync(free, "balancer", $"store-{store}");
            if (everything)
            {
                await cluster.Admin.CoreV1.PatchNamespacedConfigMapAsync(free, "kept", $"store-{store}");
            }

            await app.DeleteAsync(store);
            await app.WaitForAbsenceAsync(store);
            Assert.Contains(
                Items(await ReceiptAsync(app, store)),
                item => item.GetProperty("kind").GetString() == "Release" && item.GetProperty("goneAt").ValueKind == JsonValueKind.String);
        }
    }

    private static async Task<string?> StepOf(StoreApp app, string name) => (await app.GetAsync(name))?.GetProperty("step").GetString();

    private static IEnumerable<JsonElement> Items(JsonElement receipt) => receipt.GetProperty("items").EnumerateArray();

    private static async Task<JsonElement> ReceiptAsync(StoreApp app, string name)
    {
        using var response = await app.Http.GetAsync(new Uri($"/api/stores/{name}", UriKind.Relative));
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("receipt");
    }

    private static async Task<(HttpStatusCode Status, JsonElement Body)> StripAsync(StoreApp app, string name, string confirm)
    {
        using var response = await app.Http.PostAsJsonAsync(
            $"/api/stores/{name}/strip-finalizers", new { confirm, reason = "its operator was uninstalled" });
        return (response.StatusCode, await response.Content.ReadFromJsonAsync<JsonElement>());
    }
}
