using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Functions.IntegrationTests.Cluster;
using k8s;
using k8s.Models;
using Stores.Core;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>Stores that someone has changed behind the app's back.</summary>
[Collection(UpkeepCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
public sealed class RepairEndToEndTests(TestCluster cluster) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task What_was_deleted_changed_or_added_by_hand_marks_the_store_and_is_put_back()
    {
        var (name, untouched) = (TestCluster.UniqueName("drifted"), TestCluster.UniqueName("untouched"));
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster);
        await Task.WhenAll(app.CreateAsync(name), app.CreateAsync(untouched));
        var url = (await app.WaitForPhaseAsync(name, "Ready", "Failed")).GetProperty("url").GetString();
        await app.WaitForPhaseAsync(untouched, "Ready", "Failed");
        var calm = await app.CompareAsync();
        Assert.Equal(
            (2, 0, 0),
            (calm.GetProperty("compared").GetInt32(), calm.GetProperty("drifted").GetInt32(), calm.GetProperty("notAsked").GetInt32()));

        var ns = $"store-{name}";
        await cluster.Admin.NetworkingV1.DeleteNamespacedNetworkPolicyAsync("deny-all", ns);
        await cluster.Admin.NetworkingV1.PatchNamespacedNetworkPolicyAsync(
            Merge("""{"spec":{"ingress":[{}],"policyTypes":["Ingress","Egress"]}}"""), "dns", ns);
        await cluster.Admin.CoreV1.PatchNamespacedResourceQuotaAsync(
            Merge("""{"spec":{"hard":{"pods":"50","secrets":"20"}}}"""), "store", ns);
        await cluster.Admin.AppsV1.PatchNamespacedDeploymentAsync(Merge("""{"spec":{"replicas":0}}"""), "web", ns);

        Assert.Equal(1, (await app.CompareAsync()).GetProperty("drifted").GetInt32());
        var degraded = (await app.GetAsync(name))!.Value;
        Assert.Equal(("Degraded", url), (degraded.GetProperty("phase").GetString(), degraded.GetProperty("url").GetString()));
        Assert.Equal(
            ["DeploymentChanged", "NetworkPolicyChanged", "NetworkPolicyMissing", "ResourceQuotaChanged"],
            ReasonsOf(degraded).Order());
        Assert.Equal("Ready", (await app.GetAsync(untouched))!.Value.GetProperty("phase").GetString());

        var repairing = await app.CompareAsync();
        Assert.StartsWith(
            $"repair-{name}-", Assert.Single(repairing.GetProperty("repairs").EnumerateArray()).GetString(), StringComparison.Ordinal);
        var repaired = await app.WaitForPhaseAsync(name, "Ready", "Degraded", "Failed");
        Assert.True(repaired.GetProperty("phase").GetString() == "Ready", repaired.ToString());
        var steps = repaired.GetProperty("timeline").EnumerateArray().Select(step => step.GetProperty("step").GetString()).ToList();
        Assert.Equal(["AwaitSlot", "FindDrift", "ReapplyRelease", "RemoveAdditions", "AwaitDatabase"], steps.Take(5));
        Assert.Equal("FindDrift", steps[^1]);
        Assert.Equal(JsonValueKind.Null, repaired.GetProperty("degradation").ValueKind);

        Assert.NotNull(await cluster.Admin.NetworkingV1.ReadNamespacedNetworkPolicyAsync("deny-all", ns));
        var dns = (await cluster.Admin.NetworkingV1.ReadNamespacedNetworkPolicyAsync("dns", ns)).Spec;
        Assert.Null(dns.Ingress);
        Assert.Equal(["Egress"], dns.PolicyTypes);
        var quota = (await cluster.Admin.CoreV1.ReadNamespacedResourceQuotaAsync("store", ns)).Spec.Hard;
        Assert.Equal("8", quota["pods"].ToString());
        Assert.DoesNotContain("secrets", quota.Keys);
        Assert.Equal(1, (await cluster.Admin.AppsV1.ReadNamespacedDeploymentAsync("web", ns)).Spec.Replicas);
        Assert.Empty((await app.Http.GetFromJsonAsync("/api/queue")).GetProperty("provisioning").EnumerateArray());

        await Task.WhenAll(app.DeleteAsync(name), app.DeleteAsync(untouched));
        await Task.WhenAll(app.WaitForAbsenceAsync(name), app.WaitForAbsenceAsync(untouched));
    }

    [Fact]
    public async Task A_paused_store_stays_marked_until_it_is_resumed_or_repaired_on_request_and_what_comes_back_is_given_up()
    {
        var name = TestCluster.UniqueName("paused");
        await using var app = await StoreApp.StartAsync(
            _folder.Path, cluster, ("Repair__MaxAttempts", "2"), ("Repair__FirstBackoff", "00:00:00.01"));
        await app.CreateAsync(name);
        await app.WaitForPhaseAsync(name, "Ready", "Failed");
        var paused = await PauseAsync(app, name, new { reason = "a migration", until = "2999-01-01T00:00:00Z" }, HttpStatusCode.BadRequest);
        Assert.Equal("until", Assert.Single(paused.GetProperty("errors").EnumerateObject()).Name);
        paused = await PauseAsync(app, name, new { reason = "a migration" }, HttpStatusCode.OK);
        Assert.Equal("a migration", paused.GetProperty("repair").GetProperty("pause").GetProperty("reason").GetString());

        await DropPolicyAsync(name);
        for (var i = 0; i < 3; i++)
        {
            Assert.Empty((await app.CompareAsync()).GetProperty("repairs").EnumerateArray());
        }

        var marked = (await app.GetAsync(name))!.Value;
        Assert.Equal(("Degraded", "NetworkPolicyMissing"), (marked.GetProperty("phase").GetString(), Assert.Single(ReasonsOf(marked))));
        var asked = await app.AskAsync(name, "repair", HttpStatusCode.Accepted);
        Assert.StartsWith($"repair-{name}-", asked.GetProperty("operation").GetString(), StringComparison.Ordinal);
        await app.WaitForPhaseAsync(name, "Ready", "Failed");

        // Someone drops the policy as often as it is put back.
        await app.AskAsync(name, "resume-repair", HttpStatusCode.OK);
        for (var attempt = 0; attempt < 2; attempt++)
        {
            await DropPolicyAsync(name);
            await app.CompareAsync();
            Assert.Single((await app.CompareAsync()).GetProperty("repairs").EnumerateArray());
            await app.WaitForPhaseAsync(name, "Ready", "Failed");
        }

        await DropPolicyAsync(name);
        await app.CompareAsync();
        Assert.Empty((await app.CompareAsync()).GetProperty("repairs").EnumerateArray());
        var given = (await app.GetAsync(name))!.Value;
        Assert.Equal("Degraded", given.GetProperty("phase").GetString());
        Assert.Equal(["RepairGaveUp", "NetworkPolicyMissing"], ReasonsOf(given));

        await app.AskAsync(name, "resume-repair", HttpStatusCode.OK);
        await app.CompareAsync();
        await app.WaitForPhaseAsync(name, "Ready", "Failed");
        Assert.NotNull(await cluster.Admin.NetworkingV1.ReadNamespacedNetworkPolicyAsync("deny-all", $"store-{name}"));
        await app.DeleteAsync(name);
        await app.WaitForAbsenceAsync(name);
        await app.AskAsync(name, "resume-repair", HttpStatusCode.NotFound);
        await app.AskAsync(name, "repair", HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task What_a_repair_cannot_put_right_is_said_and_left_to_the_operator()
    {
        var (unkeyed, gone) = (TestCluster.UniqueName("unkeyed"), TestCluster.UniqueName("gone"));
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster);
        await Task.WhenAll(app.CreateAsync(unkeyed), app.CreateAsync(gone));
        await Task.WhenAll(app.WaitForPhaseAsync(unkeyed, "Ready", "Failed"), app.WaitForPhaseAsync(gone, "Ready", "Failed"));
        await cluster.Admin.CoreV1.DeleteNamespacedSecretAsync(StoreResources.CredentialsSecret, $"store-{unkeyed}");
        await cluster.Admin.CoreV1.DeleteNamespaceAsync($"store-{gone}");
        await Eventually.TrueAsync(
            async () => (await cluster.Admin.CoreV1.ListNamespaceAsync()).Items.All(ns => ns.Name() != $"store-{gone}"),
            () => "the namespace should go");

        await app.CompareAsync();
        Assert.Empty((await app.CompareAsync()).GetProperty("repairs").EnumerateArray());

        Assert.Equal(["CredentialsMissing"], ReasonsOf((await app.GetAsync(unkeyed))!.Value));
        Assert.Equal(["NamespaceMissing"], ReasonsOf((await app.GetAsync(gone))!.Value));
        await Task.WhenAll(app.DeleteAsync(unkeyed), app.DeleteAsync(gone));
        await Task.WhenAll(app.WaitForAbsenceAsync(unkeyed), app.WaitForAbsenceAsync(gone));
    }

    private Task DropPolicyAsync(string name) => cluster.Admin.NetworkingV1.DeleteNamespacedNetworkPolicyAsync("deny-all", $"store-{name}");

    private static async Task<JsonElement> PauseAsync<T>(StoreApp app, string name, T pause, HttpStatusCode expected)
    {
        using var response = await app.Http.PostAsJsonAsync($"/api/stores/{name}/pause-repair", pause);
        Assert.True(response.StatusCode == expected, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static IEnumerable<string?> ReasonsOf(JsonElement store) =>
        store.GetProperty("degradation").GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("reason").GetString());

    private static V1Patch Merge(string patch) => new(patch, V1Patch.PatchType.MergePatch);
}
