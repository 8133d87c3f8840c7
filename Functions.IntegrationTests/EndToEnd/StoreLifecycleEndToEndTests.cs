using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using Functions.IntegrationTests.Cluster;
using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Models;
using Stores.Core;

namespace Functions.IntegrationTests.EndToEnd;

[Collection(StoresCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
public sealed class StoreLifecycleEndToEndTests(TestCluster cluster) : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Five_stores_at_once_become_ready_two_at_a_time_and_are_deleted_without_a_trace()
    {
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster);
        var names = Enumerable.Range(1, 5).Select(number => TestCluster.UniqueName($"five{number}")).ToList();

        using var end = new CancellationTokenSource();
        var watching = WatchQueueAsync(app, end.Token);
        await Task.WhenAll(names.Select(app.CreateAsync));
        var positions = await WatchPositionsAsync(app, names);
        var stores = await Task.WhenAll(names.Select(name => app.WaitForPhaseAsync(name, "Ready", "Failed")));
        await end.CancelAsync();

        Assert.All(stores, store => Assert.True(store.GetProperty("phase").GetString() == "Ready", store.ToString()));
        Assert.All(stores, store => Assert.StartsWith("http://", store.GetProperty("url").GetString(), StringComparison.Ordinal));
        Assert.Equal(2, await watching);
        Assert.Superset(new HashSet<int> { 1, 2, 3 }, positions);
        var volumes = (await cluster.Admin.CoreV1.ListPersistentVolumeAsync()).Items.Where(volume => names.Contains(StoreOf(volume)))
            .Select(volume => volume.Name()).ToList();
        Assert.NotEmpty(volumes);

        foreach (var name in names)
        {
            await app.DeleteAsync(name);
        }

        await Task.WhenAll(names.Select(app.WaitForAbsenceAsync));
        await AssertNothingIsLeftAsync(names, volumes);
        var list = await app.Http.GetFromJsonAsync("/api/stores");
        Assert.DoesNotContain(list.GetProperty("stores").EnumerateArray(), store => names.Contains(store.GetProperty("name").GetString()!));
        Assert.Contains("Kubernetes cluster: https://", app.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(app.Output.Split('\n'), line => line.Contains(" fail: ", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Node", "Simulated")]
    public async Task A_store_whose_install_job_fails_says_how_that_ended()
    {
        var name = TestCluster.UniqueName("unset");
        var once = Path.Combine(_folder.Path, "once.yaml");
        await File.WriteAllTextAsync(once, "{install: {retries: 0}}");
        cluster.Node.Faults.Add(
            new FaultRule(Fault.CrashLoopBackOff)
            {
                Namespace = $"store-{name}",
                NamePrefix = "install-",
                ExitCode = 4,
                Message = "install: the database's volume is full",
            });
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster, ("Helm__ValuesFiles__0", once));

        await app.CreateAsync(name);

        var failure = (await app.WaitForPhaseAsync(name, "Failed", "Ready")).GetProperty("failure");
        Assert.Equal(
            ("AwaitWorkloads", "BackoffLimitExceeded"),
            (failure.GetProperty("step").GetString(), failure.GetProperty("reason").GetString()));
        Assert.Equal("Job install-1: install: the database's volume is full", failure.GetProperty("message").GetString());
        Assert.Contains(
            "failed at AwaitWorkloads: BackoffLimitExceeded: Job install-1: install: the database's volume is full", app.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Node", "Simulated")]
    public async Task A_store_whose_pods_never_become_ready_fails_with_the_reason_is_undone_and_its_slot_goes_to_the_next()
    {
        var (stuck, next) = (TestCluster.UniqueName("stuck"), TestCluster.UniqueName("next"));
        cluster.Node.Faults.Add(new FaultRule(Fault.NeverReady) { Namespace = $"store-{stuck}", NamePrefix = "web-" });
        await using var app = await StoreApp.StartAsync(
            _folder.Path, cluster, ("Operations__Slots", "1"), ("Operations__Workloads__Deadline", "00:00:06"));

        await app.CreateAsync(stuck);
        await app.CreateAsync(next);

        var failed = await app.WaitForPhaseAsync(stuck, "Failed", "Ready");
        Assert.Equal("AwaitWorkloads", failed.GetProperty("failure").GetProperty("step").GetString());
        Assert.Equal("NotReady", failed.GetProperty("failure").GetProperty("reason").GetString());
        Assert.Contains(
            "Deployment web has 0 of 1 ready", failed.GetProperty("failure").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(failed.GetProperty("failure").GetProperty("leftovers").EnumerateArray());
        Assert.Equal(
            ["InventoryStore", "UninstallRelease", "DeleteCredentials", "DeleteNamespace", "AwaitAbsence"],
            failed.GetProperty("timeline").EnumerateArray().Select(step => step.GetProperty("step").GetString()!)
                .SkipWhile(step => step != "AwaitWorkloads").Skip(1));
        Assert.Matches($"Store {stuck}#1 in namespace store-{stuck}: .* failed at AwaitWorkloads: NotReady: Deployment web", app.Output);
        await AssertNothingIsLeftAsync([stuck], []);

        await app.WaitForPhaseAsync(next, "Ready");
        await Task.WhenAll(app.DeleteAsync(stuck), app.DeleteAsync(next));
        await Task.WhenAll(app.WaitForAbsenceAsync(stuck), app.WaitForAbsenceAsync(next));
    }

    [Fact]
    [Trait("Node", "Simulated")]
    public async Task An_image_that_cannot_be_pulled_for_a_while_ends_the_wait()
    {
        var name = TestCluster.UniqueName("noimage");
        cluster.Node.Faults.Add(new FaultRule(Fault.ImagePullBackOff) { Namespace = $"store-{name}", NamePrefix = "database-" });
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster);

        await app.CreateAsync(name);

        var failed = await app.WaitForPhaseAsync(name, "Failed", "Ready");
        Assert.Equal("AwaitDatabase", failed.GetProperty("failure").GetProperty("step").GetString());
        Assert.Equal("ImagePullBackOff", failed.GetProperty("failure").GetProperty("reason").GetString());
        await AssertNothingIsLeftAsync([name], []);
        await app.DeleteAsync(name);
        await app.WaitForAbsenceAsync(name);
    }

    [Fact]
    public async Task A_provision_goes_on_after_the_process_was_killed_in_the_middle()
    {
        var name = TestCluster.UniqueName("killed");
        await using (var app = await StoreApp.StartAsync(_folder.Path, cluster))
        {
            await app.CreateAsync(name);
            await Eventually.TrueAsync(
                async () => (await app.GetAsync(name))?.GetProperty("step").GetString() is "InstallRelease" or "AwaitDatabase",
                () => $"the provision should come to its middle\n{app.Output}");
            await app.KillAsync();
        }

        await using var again = await StoreApp.StartAsync(_folder.Path, cluster);
        await again.WaitForPhaseAsync(name, "Ready");
        await AssertNoPasswordIsWrittenAsync(name, again.Output);

        await again.DeleteAsync(name);
        await again.WaitForAbsenceAsync(name);
        await AssertNothingIsLeftAsync([name], []);
    }

    [Fact]
    public async Task Deleting_a_store_that_is_being_provisioned_stops_it_and_leaves_nothing()
    {
        var name = TestCluster.UniqueName("stopped");
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster);
        await app.CreateAsync(name);
        await Eventually.TrueAsync(
            async () => (await app.GetAsync(name))?.GetProperty("phase").GetString() == "Provisioning", () => app.Output);

        await app.DeleteAsync(name);

        using (var taken = await app.Http.PostAsync(new Uri("/api/stores", UriKind.Relative), JsonContent(name)))
        {
            Assert.Equal(HttpStatusCode.Conflict, taken.StatusCode);
        }

        await app.WaitForAbsenceAsync(name);
        await AssertNothingIsLeftAsync([name], []);
        var queue = await app.Http.GetFromJsonAsync("/api/queue");
        Assert.Empty(queue.GetProperty("provisioning").EnumerateArray());
        Assert.Empty(queue.GetProperty("waiting").EnumerateArray());
    }

    [Fact]
    public async Task A_foreign_namespace_of_the_same_name_is_neither_taken_nor_touched()
    {
        var name = TestCluster.UniqueName("foreign");
        await cluster.Admin.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = $"store-{name}" } });
        try
        {
            await using var app = await StoreApp.StartAsync(_folder.Path, cluster);
            await app.CreateAsync(name);

            var failed = await app.WaitForPhaseAsync(name, "Failed", "Ready");
            Assert.Equal("NamespaceNotOurs", failed.GetProperty("failure").GetProperty("reason").GetString());
            await app.DeleteAsync(name);
            await app.WaitForAbsenceAsync(name);
            Assert.Equal("Active", (await cluster.Admin.CoreV1.ReadNamespaceAsync($"store-{name}")).Status.Phase);
        }
        finally
        {
            await cluster.Admin.CoreV1.DeleteNamespaceAsync($"store-{name}");
        }
    }

    private static StringContent JsonContent(string name) => new(
        $$"""{"name":"{{name}}"}""", System.Text.Encoding.UTF8, "application/json");

    private static string StoreOf(V1PersistentVolume volume) =>
        volume.Spec.ClaimRef?.NamespaceProperty is { } ns && ns.StartsWith("store-", StringComparison.Ordinal) ? ns["store-".Length..] : "";

    /// <summary>The most stores that ever held a slot at once, by the queue and by the stores themselves.</summary>
    private static async Task<int> WatchQueueAsync(StoreApp app, CancellationToken end)
    {
        var most = 0;
        while (!end.IsCancellationRequested)
        {
            var queue = await app.Http.GetFromJsonAsync("/api/queue");
            var stores = await app.Http.GetFromJsonAsync("/api/stores");
            most = Math.Max(most, Math.Max(
                queue.GetProperty("provisioning").GetArrayLength(),
                stores.GetProperty("stores").EnumerateArray().Count(store => store.GetProperty("phase").GetString() == "Provisioning")));
        }

        return most;
    }

    private static async Task<ISet<int>> WatchPositionsAsync(StoreApp app, IReadOnlyList<string> names)
    {
        var positions = new ConcurrentDictionary<int, bool>();
        await Eventually.TrueAsync(
            async () =>
            {
                foreach (var name in names)
                {
                    if ((await app.GetAsync(name))?.GetProperty("queuePosition") is { ValueKind: JsonValueKind.Number } position)
                    {
                        positions[position.GetInt32()] = true;
                    }
                }

                return positions.Count >= 3;
            },
            () => $"positions 1, 2 and 3 should be seen, but only {string.Join(", ", positions.Keys)} were\n{app.Output}");
        return positions.Keys.ToHashSet();
    }

    private async Task AssertNoPasswordIsWrittenAsync(string name, string log)
    {
        var secret = await cluster.Admin.CoreV1.ReadNamespacedSecretAsync(StoreResources.CredentialsSecret, $"store-{name}");
        Assert.Equal(4, secret.Data.Count);
        var written = string.Join(
            '\n',
            Directory.EnumerateFiles(_folder.Path).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Select(Read)) + log;
        Assert.Contains($"store-{name}", written, StringComparison.Ordinal);
        Assert.All(
            secret.Data.Values,
            value => Assert.DoesNotContain(System.Text.Encoding.UTF8.GetString(value), written, StringComparison.Ordinal));

        static string Read(string file)
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var reader = new StreamReader(stream, System.Text.Encoding.Latin1);
            return reader.ReadToEnd();
        }
    }

    private async Task AssertNothingIsLeftAsync(IReadOnlyList<string> names, IReadOnlyList<string> volumes)
    {
        var namespaces = (await cluster.Admin.CoreV1.ListNamespaceAsync()).Items.Select(ns => ns.Name()).ToHashSet();
        Assert.All(names, name => Assert.DoesNotContain($"store-{name}", namespaces));
        var secrets = await cluster.Admin.CoreV1.ListSecretForAllNamespacesAsync();
        Assert.DoesNotContain(secrets.Items, secret => names.Any(name => secret.Namespace() == $"store-{name}"));
        var existing = (await cluster.Admin.CoreV1.ListPersistentVolumeAsync()).Items;
        Assert.DoesNotContain(existing, volume => volumes.Contains(volume.Name()) || names.Contains(StoreOf(volume)));
    }
}
