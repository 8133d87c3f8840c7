using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Functions.IntegrationTests.Cluster;
using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>What may be asked of stores besides making and deleting them, and what is refused.</summary>
[Collection(StoresCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
[Trait("Node", "Simulated")]
public sealed class StoreOperationsEndToEndTests(TestCluster cluster) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_provision_is_cancelled_in_the_queue_and_in_its_slot_and_leaves_nothing()
    {
        var (working, waiting) = (TestCluster.UniqueName("working"), TestCluster.UniqueName("waiting"));
        cluster.Node.Faults.Add(new FaultRule(Fault.NeverReady) { Namespace = $"store-{working}", NamePrefix = "web-" });
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster, ("Operations__Slots", "1"));
        await app.CreateAsync(working);
        await app.CreateAsync(waiting);
        await Eventually.TrueAsync(
            async () => (await app.GetAsync(waiting))?.GetProperty("queuePosition").ValueKind == JsonValueKind.Number, () => app.Output);

        await app.AskAsync(waiting, "cancel", HttpStatusCode.Accepted);
        var queued = await app.WaitForPhaseAsync(waiting, "Failed", "Ready");
        Assert.Equal(("AwaitSlot", "Cancelled"), FailureOf(queued));
        Assert.Equal(["AwaitSlot"], queued.GetProperty("timeline").EnumerateArray().Select(step => step.GetProperty("step").GetString()));

        await Eventually.TrueAsync(
            async () => (await app.GetAsync(working))?.GetProperty("step").GetString() == "AwaitWorkloads", () => app.Output);
        await app.AskAsync(working, "cancel", HttpStatusCode.Accepted);
        Assert.Equal(("AwaitWorkloads", "Cancelled"), FailureOf(await app.WaitForPhaseAsync(working, "Failed", "Ready")));
        Assert.DoesNotContain((await cluster.Admin.CoreV1.ListNamespaceAsync()).Items, ns => ns.Name() == $"store-{working}");
        Assert.Empty((await app.Http.GetFromJsonAsync("/api/queue")).GetProperty("provisioning").EnumerateArray());

        var refused = await app.AskAsync(working, "cancel", HttpStatusCode.Conflict);
        Assert.Contains("Nothing that could be cancelled", refused.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_store_that_is_kept_can_be_looked_at_is_retried_and_is_removed_when_its_time_is_over()
    {
        var (retried, expiring) = (TestCluster.UniqueName("retried"), TestCluster.UniqueName("expiring"));
        var fault = new FaultRule(Fault.ImagePullBackOff) { Namespace = $"store-{retried}", NamePrefix = "database-" };
        cluster.Node.Faults.Add(fault);
        cluster.Node.Faults.Add(fault with { Namespace = $"store-{expiring}" });
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster, ("Operations__KeepFailed", "00:00:08"));

        await app.PostStoreAsync(new { name = expiring, onFailure = "keep" });
        await app.PostStoreAsync(new { name = retried, onFailure = "keep" });

        var failed = await app.WaitForPhaseAsync(retried, "Failed", "Ready");
        Assert.Equal("ImagePullBackOff", failed.GetProperty("failure").GetProperty("reason").GetString());
        Assert.True(failed.GetProperty("failure").GetProperty("keptUntil").GetDateTime() > failed.GetProperty("updatedAt").GetDateTime());
        Assert.Equal("Active", (await cluster.Admin.CoreV1.ReadNamespaceAsync($"store-{retried}")).Status.Phase);
        Assert.Matches(
            $@"Store {retried}#1 .* failed at AwaitDatabase: ImagePullBackOff: .*\(what was made is kept for a look until .*\)\. "
            + @"Mend the cause, then retry the store or delete it\.",
            app.Output);

        cluster.Node.Faults.Remove(fault);
        await app.AskAsync(retried, "retry", HttpStatusCode.Accepted);
        var ready = await app.WaitForPhaseAsync(retried, "Ready", "Failed");
        Assert.Equal(("Ready", 2), (ready.GetProperty("phase").GetString(), ready.GetProperty("generation").GetInt32()));

        await app.WaitForAbsenceAsync(expiring);
        Assert.DoesNotContain((await cluster.Admin.CoreV1.ListNamespaceAsync()).Items, ns => ns.Name() == $"store-{expiring}");
        Assert.Equal("Ready", (await app.GetAsync(retried))!.Value.GetProperty("phase").GetString());

        await app.AskAsync(retried, "retry", HttpStatusCode.Conflict);
        await app.DeleteAsync(retried);
        await app.WaitForAbsenceAsync(retried);
    }

    [Fact]
    public async Task A_retry_that_is_cancelled_in_the_queue_leaves_nothing_of_what_was_kept()
    {
        var (kept, working) = (TestCluster.UniqueName("kept"), TestCluster.UniqueName("busy"));
        cluster.Node.Faults.Add(new FaultRule(Fault.ImagePullBackOff) { Namespace = $"store-{kept}", NamePrefix = "database-" });
        cluster.Node.Faults.Add(new FaultRule(Fault.NeverReady) { Namespace = $"store-{working}", NamePrefix = "web-" });
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster, ("Operations__Slots", "1"));
        await app.PostStoreAsync(new { name = kept, onFailure = "keep" });
        await app.WaitForPhaseAsync(kept, "Failed", "Ready");
        await app.CreateAsync(working);
        await app.WaitForPhaseAsync(working, "Provisioning");

        await app.AskAsync(kept, "retry", HttpStatusCode.Accepted);
        await app.AskAsync(kept, "cancel", HttpStatusCode.Accepted);

        var cancelled = await app.WaitForPhaseAsync(kept, "Failed", "Ready");
        Assert.Equal(("AwaitSlot", "Cancelled"), FailureOf(cancelled));
        Assert.Empty(cancelled.GetProperty("failure").GetProperty("leftovers").EnumerateArray());
        Assert.DoesNotContain((await cluster.Admin.CoreV1.ListNamespaceAsync()).Items, ns => ns.Name() == $"store-{kept}");
        await Task.WhenAll(app.DeleteAsync(kept), app.DeleteAsync(working));
        await Task.WhenAll(app.WaitForAbsenceAsync(kept), app.WaitForAbsenceAsync(working));
    }

    [Fact]
    public async Task A_running_store_is_upgraded_in_place()
    {
        var name = TestCluster.UniqueName("upgraded");
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster);
        await app.CreateAsync(name);
        var before = await app.WaitForPhaseAsync(name, "Ready", "Failed");
        var ns = await cluster.Admin.CoreV1.ReadNamespaceAsync($"store-{name}");

        var answer = await app.AskAsync(name, "upgrade", HttpStatusCode.Accepted);
        Assert.StartsWith($"upgrade-{name}-", answer.GetProperty("operation").GetString(), StringComparison.Ordinal);
        await Eventually.TrueAsync(
            async () => await app.GetAsync(name) is { } store && store.GetProperty("operation").ValueKind == JsonValueKind.Null
                && store.GetProperty("timeline").EnumerateArray().Any(step => step.GetProperty("step").GetString() == "InstallRelease"),
            () => app.Output);

        var after = (await app.GetAsync(name))!.Value;
        Assert.Equal(("Ready", 1), (after.GetProperty("phase").GetString(), after.GetProperty("generation").GetInt32()));
        Assert.Equal(before.GetProperty("url").GetString(), after.GetProperty("url").GetString());
        Assert.Equal(ns.Uid(), (await cluster.Admin.CoreV1.ReadNamespaceAsync($"store-{name}")).Uid());
        await app.DeleteAsync(name);
        await app.WaitForAbsenceAsync(name);
    }

    [Fact]
    public async Task A_request_with_the_same_key_is_the_same_one_and_another_operation_is_refused_by_the_name_of_the_running_one()
    {
        var name = TestCluster.UniqueName("keyed");
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster);

        var first = await PostAsync(app, "key-1", name, "small", HttpStatusCode.Accepted);
        var again = await PostAsync(app, "key-1", name, "small", HttpStatusCode.Accepted);
        Assert.Equal(first.GetProperty("operation").GetString(), again.GetProperty("operation").GetString());

        var other = await PostAsync(app, "key-1", name, "large", HttpStatusCode.UnprocessableEntity);
        Assert.Equal("Idempotency-Key", Assert.Single(other.GetProperty("errors").EnumerateObject()).Name);
        var invalid = await PostAsync(app, "not a key", name, "small", HttpStatusCode.BadRequest);
        Assert.Equal("Idempotency-Key", Assert.Single(invalid.GetProperty("errors").EnumerateObject()).Name);

        var conflict = await PostAsync(app, "key-2", name, "small", HttpStatusCode.Conflict);
        Assert.Equal(first.GetProperty("operation").GetString(), conflict.GetProperty("operation").GetProperty("id").GetString());
        Assert.Equal("Provision", conflict.GetProperty("operation").GetProperty("kind").GetString());

        await app.WaitForPhaseAsync(name, "Ready", "Failed");
        var late = await PostAsync(app, "key-1", name, "small", HttpStatusCode.Accepted);
        Assert.Equal(first.GetProperty("operation").GetString(), late.GetProperty("operation").GetString());
        Assert.Equal(1, (await app.GetAsync(name))!.Value.GetProperty("generation").GetInt32());
        await app.DeleteAsync(name);
        await app.WaitForAbsenceAsync(name);
    }

    [Fact]
    public async Task An_owner_has_so_many_stores_and_the_queue_so_many_places()
    {
        var names = Enumerable.Range(1, 4).Select(number => TestCluster.UniqueName($"owned{number}")).ToList();
        foreach (var name in names)
        {
            cluster.Node.Faults.Add(new FaultRule(Fault.NeverReady) { Namespace = $"store-{name}", NamePrefix = "database-" });
        }

        await using (var app = await StoreApp.StartAsync(
            _folder.Path, cluster, ("Operations__Slots", "1"), ("Operations__MostWaiting", "1"), ("Operations__StoresPerOwner", "2"),
            ("Operations__CreationCoolDown", "00:10:00")))
        {
            await app.PostStoreAsync(new { name = names[0], owner = "jane" });
            using var early = await app.Http.PostAsJsonAsync("/api/stores", new { name = names[1], owner = "jane" });
            Assert.Equal(HttpStatusCode.TooManyRequests, early.StatusCode);
            Assert.InRange(early.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromMinutes(9), TimeSpan.FromMinutes(10));
            await app.PostStoreAsync(new { name = names[1], owner = "john" });

            using var full = await app.Http.PostAsJsonAsync("/api/stores", new { name = names[2], owner = "jim" });
            Assert.Equal(HttpStatusCode.TooManyRequests, full.StatusCode);
            Assert.NotNull(full.Headers.RetryAfter);
            Assert.Equal("The queue is full.", (await full.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("title").GetString());
            Assert.Null(await app.GetAsync(names[2]));
        }

        await using (var app = await StoreApp.StartAsync(
            _folder.Path, cluster, ("Operations__StoresPerOwner", "1"), ("Operations__MostWaiting", "5")))
        {
            using var enough = await app.Http.PostAsJsonAsync("/api/stores", new { name = names[2], owner = "jane" });
            Assert.Equal(HttpStatusCode.Forbidden, enough.StatusCode);
            // The refused one of before counts neither as a store nor for the cool-down.
            await app.PostStoreAsync(new { name = names[3], owner = "jim" });

            await Task.WhenAll(app.DeleteAsync(names[0]), app.DeleteAsync(names[1]), app.DeleteAsync(names[3]));
            await Task.WhenAll(app.WaitForAbsenceAsync(names[0]), app.WaitForAbsenceAsync(names[1]), app.WaitForAbsenceAsync(names[3]));
            await Eventually.TrueAsync(
                async () =>
                {
                    using var answer = await app.Http.PostAsJsonAsync("/api/stores", new { name = names[2], owner = "jane" });
                    return answer.StatusCode == HttpStatusCode.Accepted;
                },
                () => "the owner whose store is gone should have room for another");
            await app.DeleteAsync(names[2]);
            await app.WaitForAbsenceAsync(names[2]);
        }
    }

    private static (string?, string?) FailureOf(JsonElement store) =>
        (store.GetProperty("failure").GetProperty("step").GetString(), store.GetProperty("failure").GetProperty("reason").GetString());

    private static async Task<JsonElement> PostAsync(StoreApp app, string key, string name, string plan, HttpStatusCode expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/stores", UriKind.Relative))
        {
            Content = JsonContent.Create(new { name, plan }),
        };
        request.Headers.Add("Idempotency-Key", key);
        using var response = await app.Http.SendAsync(request);
        Assert.True(response.StatusCode == expected, await response.Content.ReadAsStringAsync());
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
