using System.Text;
using System.Text.Json;
using Functions.IntegrationTests.Cluster;
using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Models;
using Stores.Core;

namespace Functions.IntegrationTests.EndToEnd;

/// <summary>How the wait for a store ends when the store does not become ready, and what is kept of it.</summary>
[Collection(UpkeepCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
[Trait("Node", "Simulated")]
public sealed class ReadinessEndToEndTests(TestCluster cluster) : IDisposable
{
    private static readonly (string, string)[] s_impatient =
    [
        ("Operations__Slots", "10"), ("Operations__Workloads__Deadline", Scaled(8)), ("Operations__Readiness__CrashLimit", "2"),
        ("Operations__Readiness__ScheduleGrace", Scaled(3)), ("Operations__Readiness__VolumeGrace", Scaled(3)),
    ];

    // A played node serves no logs to a real API server.
    private static readonly bool s_hasLogs = TestCluster.RealKubeconfig is null;

    // A real scheduler takes seconds to hear of a volume that a pod waits for.
    private static string Scaled(int seconds) => $"{TimeSpan.FromSeconds(TestCluster.RealKubeconfig is null ? seconds : seconds * 6)}";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Each_hopeless_state_ends_the_wait_with_its_reason_and_a_diagnosis_without_secrets()
    {
        var (crashing, refusing, echoing) =
            (TestCluster.UniqueName("crashing"), TestCluster.UniqueName("refusing"), TestCluster.UniqueName("echoing"));
        Add(Fault.CrashLoopBackOff, crashing, "web-", "cannot connect: password=hunter22", exitCode: 137);
        var seen = new string('x', 600);
        Add(
            Fault.CrashLoopBackOff, refusing, "shop-check-",
            $$"""{"check":"shop","ok":false,"error":"cart page: HTTP 500 at /cart/","leftOut":["{{seen}}"]}""");
        Add(Fault.NeverReady, echoing, "web-");
        // Both are played by the simulated cluster itself.
        var (homeless, diskless) = (TestCluster.UniqueName("homeless"), TestCluster.UniqueName("diskless"));
        var played = TestCluster.RealKubeconfig is null ? new[] { homeless, diskless } : [];
        Add(Fault.Unschedulable, homeless, "database-");
        Add(Fault.ProvisioningFailed, diskless, "");
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster, s_impatient);

        await Task.WhenAll(played.Append(crashing).Append(refusing).Append(echoing).Select(app.CreateAsync));
        var password = await EchoPasswordAsync(echoing, "it is {0}, says the shop");
        var shopPassword = await EchoPasswordAsync(
            refusing,
            "[Mon] [php:error] [client 192.0.2.1:4] PHP Fatal error:  Uncaught Error: no {0} in cart.php:7\n"
            + "192.0.2.1 - - \"GET /cart/ HTTP/1.1\" 500");

        var crashed = await FailureAsync(app, crashing, "AwaitWorkloads", "CrashLoopBackOff");
        if (s_hasLogs)
        {
            var log = crashed.GetProperty("diagnosis").GetProperty("log");
            Assert.Equal("web", log.GetProperty("container").GetString());
            Assert.Contains(
                "cannot connect: password=[redacted]", log.GetProperty("lines").EnumerateArray().Select(line => line.GetString()));
        }

        Assert.Contains(
            "container web ended by OOMKilled (exit code 137) at its limit of 512Mi: cannot connect: password=[redacted]",
            crashed.GetProperty("message").GetString(), StringComparison.Ordinal);
        var pod = crashed.GetProperty("diagnosis").GetProperty("pods")[0];
        var state = pod.GetProperty("state").GetString();
        Assert.Contains("; container web ended by OOMKilled (exit code 137)", state, StringComparison.Ordinal);
        Assert.StartsWith("web-", pod.GetProperty("name").GetString(), StringComparison.Ordinal);
        Assert.True(pod.GetProperty("restarts").GetInt32() >= 2, pod.ToString());
        Assert.Contains(
            crashed.GetProperty("diagnosis").GetProperty("events").EnumerateArray(),
            happened => happened.GetProperty("reason").GetString() == "BackOff");
        Assert.Equal(s_hasLogs, !crashed.GetProperty("diagnosis").GetProperty("missing").EnumerateArray().Any());
        var listed = (await app.Http.GetFromJsonAsync("/api/stores")).GetProperty("stores")
            .EnumerateArray().Single(store => store.GetProperty("name").GetString() == crashing);
        Assert.Equal(JsonValueKind.Null, listed.GetProperty("failure").GetProperty("diagnosis").ValueKind);

        var refused = await FailureAsync(app, refusing, "AwaitShopCheck", "CheckFailed");
        var told = refused.GetProperty("message").GetString();
        Assert.Matches("^Job shop-check-[0-9a-f]+: cart page: HTTP 500 at /cart/.*ask again, or turn the check off", told);
        if (s_hasLogs)
        {
            const string Fatal = "; the shop's log says: PHP Fatal error:  Uncaught Error: no [redacted] in cart.php:7 (The Job's";
            Assert.Contains(Fatal, told, StringComparison.Ordinal);
            Assert.DoesNotContain("192.0.2.1", told, StringComparison.Ordinal);
        }

        Assert.DoesNotContain(seen, told, StringComparison.Ordinal);

        var echoed = await FailureAsync(app, echoing, "AwaitWorkloads", "NotReady");
        if (s_hasLogs)
        {
            Assert.Contains(
                "it is [redacted], says the shop",
                echoed.GetProperty("diagnosis").GetProperty("log").GetProperty("lines").EnumerateArray().Select(line => line.GetString()));
        }

        foreach (var (store, reason) in played.Zip(["Unschedulable", "ProvisioningFailed"]))
        {
            await FailureAsync(app, store, "AwaitDatabase", reason);
        }

        var written = string.Concat(
            Directory.EnumerateFiles(_folder.Path, "durable.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal))
                .Select(ReadShared)) + app.Output + crashed + refused + echoed;
        Assert.Contains(s_hasLogs ? "[redacted]" : "CrashLoopBackOff", written, StringComparison.Ordinal);
        Assert.DoesNotContain(password, written, StringComparison.Ordinal);
        Assert.DoesNotContain(shopPassword, written, StringComparison.Ordinal);
        Assert.DoesNotContain("password=hunter22", written, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_asks_for_a_certificate_is_ready_when_that_is_issued_within_the_deadline_for_everything()
    {
        var (issued, pending) = (TestCluster.UniqueName("issued"), TestCluster.UniqueName("pending"));
        Add(Fault.CertificatePending, pending, "");
        await using var app = await StartAsync(
            "exposure: {type: Ingress, domain: example.com, clusterIssuer: letsencrypt}",
            ("Operations__Workloads__Deadline", "00:05:00"),
            ("Operations__Readiness__Deadline", Scaled(8)));

        await Task.WhenAll(app.CreateAsync(issued), app.CreateAsync(pending));

        var ready = await app.WaitForPhaseAsync(issued, "Ready", "Failed");
        Assert.True(ready.GetProperty("phase").GetString() == "Ready", ready.ToString());
        Assert.Equal($"https://{issued}.example.com", ready.GetProperty("url").GetString());
        var steps = ready.GetProperty("timeline").EnumerateArray().Select(step => step.GetProperty("step").GetString());
        Assert.Equal(
            ["InstallRelease", "AwaitDatabase", "AwaitWorkloads", "StartShopCheck", "AwaitShopCheck"],
            steps.SkipWhile(step => step != "InstallRelease"));
        var job = Assert.Single(
            (await cluster.Client.BatchV1.ListNamespacedJobAsync($"store-{issued}")).Items,
            job => job.Name().StartsWith("shop-check-", StringComparison.Ordinal));
        Assert.Equal(1, job.Status.Succeeded);
        // The certificate had to pass the store's own quota and policies, and what answered its challenge is gone.
        var events = await cluster.Client.CoreV1.ListNamespacedEventAsync($"store-{issued}");
        Assert.Contains(events.Items, said => said.Reason == "DomainVerified");
        Assert.DoesNotContain(
            (await cluster.Client.CoreV1.ListNamespacedServiceAsync($"store-{issued}")).Items,
            service => service.Name().StartsWith("cm-acme-http-solver-", StringComparison.Ordinal));
        var failure = await FailureAsync(app, pending, "AwaitWorkloads", "CertificatePending");
        Assert.Contains("Secret web-tls", failure.GetProperty("message").GetString(), StringComparison.Ordinal);
        await app.DeleteAsync(issued);
        await app.WaitForAbsenceAsync(issued);
    }

    [Fact]
    public async Task A_quota_that_admits_no_pod_ends_the_wait_and_an_order_check_that_is_turned_off_is_not_made()
    {
        var name = TestCluster.UniqueName("poor");
        await using var app = await StartAsync("plans: {small: {quota: {cpu: 10m}, web: {cpu: 5m}}}", ("Operations__ShopCheck", "false"));

        await app.CreateAsync(name);

        var failure = await FailureAsync(app, name, "AwaitDatabase", "QuotaExceeded");
        Assert.Contains("exceeded quota", failure.GetProperty("message").GetString(), StringComparison.Ordinal);
        var rich = TestCluster.UniqueName("rich");
        Assert.Equal(
            System.Net.HttpStatusCode.Accepted,
            (await app.Http.PostAsync(
                "/api/stores",
                new StringContent($$"""{"name":"{{rich}}","plan":"medium"}""", Encoding.UTF8, "application/json"))).StatusCode);
        var ready = await app.WaitForPhaseAsync(rich, "Ready", "Failed");
        Assert.Equal("AwaitWorkloads", ready.GetProperty("timeline").EnumerateArray().Last().GetProperty("step").GetString());
        await app.DeleteAsync(rich);
        await app.WaitForAbsenceAsync(rich);
    }

    [Fact]
    public async Task What_passes_by_itself_is_waited_for()
    {
        var (pulling, refused) = (TestCluster.UniqueName("pulling"), TestCluster.UniqueName("refused"));
        var pull = new FaultRule(Fault.ImagePullBackOff) { Namespace = $"store-{pulling}", NamePrefix = "database-", Times = 3 };
        cluster.Node.Faults.Add(pull);
        // Played by the simulated cluster itself.
        var refusal = new FaultRule(Fault.FailedCreate)
        {
            Namespace = $"store-{refused}",
            NamePrefix = "web-",
            For = TimeSpan.FromSeconds(5),
        };
        cluster.Node.Faults.Add(refusal);
        await using var app = await StoreApp.StartAsync(_folder.Path, cluster, ("Operations__Readiness__Grace", "00:01:00"));

        await Task.WhenAll(app.CreateAsync(pulling), app.CreateAsync(refused));

        foreach (var name in new[] { pulling, refused })
        {
            var store = await app.WaitForPhaseAsync(name, "Ready", "Failed");
            Assert.True(store.GetProperty("phase").GetString() == "Ready", store.ToString());
            await app.DeleteAsync(name);
            await app.WaitForAbsenceAsync(name);
        }
    }

    private static string ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private static async Task<JsonElement> FailureAsync(StoreApp app, string name, string step, string reason)
    {
        var failure = (await app.WaitForPhaseAsync(name, "Failed", "Ready")).GetProperty("failure");
        Assert.True(
            (step, reason) == (failure.GetProperty("step").GetString(), failure.GetProperty("reason").GetString()), failure.ToString());
        Assert.NotEmpty(failure.GetProperty("diagnosis").GetProperty("events").EnumerateArray());
        return failure;
    }

    private void Add(Fault fault, string store, string prefix, string? message = null, int exitCode = 1) => cluster.Node.Faults.Add(
        new FaultRule(fault) { Namespace = $"store-{store}", NamePrefix = prefix, Message = message, ExitCode = exitCode });

    private async Task<StoreApp> StartAsync(string values, params (string, string)[] settings)
    {
        var file = Path.Combine(_folder.Path, "values.yaml");
        await File.WriteAllTextAsync(file, values);
        return await StoreApp.StartAsync(_folder.Path, cluster, [.. s_impatient, .. settings, ("Helm__ValuesFiles__0", file)]);
    }

    /// <summary>Has the shop's pod say a password of its store.</summary>
    private async Task<string> EchoPasswordAsync(string store, string format)
    {
        V1Pod? web = null;
        await Eventually.TrueAsync(
            async () => (web = (await cluster.Admin.CoreV1.ListNamespacedPodAsync($"store-{store}")).Items
                .FirstOrDefault(pod => pod.Name().StartsWith("web-", StringComparison.Ordinal))) is not null,
            () => $"store {store} should have its pod");
        var secret = await cluster.Admin.CoreV1.ReadNamespacedSecretAsync(StoreResources.CredentialsSecret, $"store-{store}");
        var password = Encoding.UTF8.GetString(secret.Data[StoreResources.DatabasePasswordKey]);
        var said = new Dictionary<string, string> { ["simulated-cluster/log"] = format.Replace("{0}", password, StringComparison.Ordinal) };
        var log = new V1Pod { Metadata = new V1ObjectMeta { Annotations = said } };
        await cluster.Admin.CoreV1.PatchNamespacedPodAsync(new V1Patch(log, V1Patch.PatchType.MergePatch), web!.Name(), web.Namespace());
        return password;
    }
}
