using System.Net;
using Functions.SimulatedCluster.Faults;
using Functions.SimulatedCluster.Objects;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Functions.IntegrationTests.SimulatedCluster;

/// <summary>Pods from Pending to their end, with what is said of them.</summary>
public sealed class PodLifecycleTests : SimulatedClusterTest
{
    [Fact]
    public async Task A_pod_is_being_created_until_its_start_delay_is_over_and_events_tell_of_each_step()
    {
        await CreatePodAsync("web");
        await AtOnceAsync(
            async () => (await ContainerAsync("web"))?.State.Waiting?.Reason == "ContainerCreating", "it should be being created");
        Assert.Equal("Pending", (await Client.CoreV1.ReadNamespacedPodAsync("web", Ns)).Status.Phase);
        // Scheduler and kubelet tell of what they did independently of each other.
        string[] first = ["Scheduled", "Pulling"];
        await AtOnceAsync(async () => first.ToHashSet().SetEquals((await ReasonsAsync("web")).Split(' ')), "it should be scheduled");

        Clock.Advance(Node.PodStartDelay);
        await AtOnceAsync(() => IsReadyAsync("web"), "it should be ready");

        var pod = await Client.CoreV1.ReadNamespacedPodAsync("web", Ns);
        Assert.Equal("Running", pod.Status.Phase);
        Assert.Equal(
            Clock.GetUtcNow().UtcDateTime, pod.Status.ContainerStatuses[0].State.Running.StartedAt!.Value, TimeSpan.FromSeconds(1));
        var reasons = (await ReasonsAsync("web")).Split(' ');
        Assert.Equal(first.Order(), reasons[..2].Order());
        Assert.Equal(["Pulled", "Created", "Started"], reasons[2..]);
        var started = (await Client.CoreV1.ListNamespacedEventAsync(Ns, fieldSelector: "involvedObject.name=web,reason=Started")).Items
            .Single();
        Assert.Equal(
            ("Normal", 1, "kubelet", "spec.containers{main}"),
            (started.Type, started.Count, started.Source.Component, started.InvolvedObject.FieldPath));
        Assert.Equal(pod.Uid(), started.InvolvedObject.Uid);
    }

    [Fact]
    public async Task Init_containers_run_first()
    {
        var spec = PodSpec();
        spec.InitContainers = [new V1Container { Name = "prepare", Image = "example/prepare:1" }];
        await CreatePodAsync("web", spec: spec);
        await InTimeAsync(
            async () => (await ContainerAsync("web"))?.State.Waiting?.Reason == "PodInitializing",
            "its init container should run",
            TimeSpan.FromMilliseconds(100));
        await InTimeAsync(() => IsReadyAsync("web"), "it should be ready");
        var pod = await Client.CoreV1.ReadNamespacedPodAsync("web", Ns);
        Assert.Equal("Completed", pod.Status.InitContainerStatuses.Single().State.Terminated.Reason);
    }

    [Fact]
    public async Task An_image_that_cannot_be_pulled_is_tried_again_and_again_until_it_can()
    {
        Faults.Add(new FaultRule(Fault.ImagePullBackOff) { Kind = "Pod", NamePrefix = "web", Times = 2 });
        await CreatePodAsync("web");
        await InTimeAsync(
            async () => (await ContainerAsync("web"))?.State.Waiting?.Reason == "ImagePullBackOff",
            "the pull should fail",
            Node.PodStartDelay);
        Assert.StartsWith(
            "Back-off pulling image \"example/main:1\"", (await ContainerAsync("web"))!.State.Waiting.Message, StringComparison.Ordinal);

        await InTimeAsync(() => IsReadyAsync("web"), "the third pull should succeed");

        var events = (await Client.CoreV1.ListNamespacedEventAsync(Ns, fieldSelector: "involvedObject.name=web")).Items;
        Assert.Equal(2, events.Single(happened => happened.Message == "Error: ErrImagePull").Count);
        Assert.Equal(3, events.Single(happened => happened.Reason == "Pulling").Count);
        Assert.Equal("Warning", events.First(happened => happened.Reason == "Failed").Type);
    }

    [Fact]
    public async Task A_pull_that_fails_is_told_by_turns_as_itself_and_as_the_pause_which_grows()
    {
        Faults.Add(new FaultRule(Fault.ImagePullBackOff) { NamePrefix = "web" });
        await CreatePodAsync("web");

        var pauses = new List<TimeSpan>();
        for (var turn = 0; turn < 4; turn++)
        {
            await InTimeAsync(() => WaitsForAsync("web", "ErrImagePull"), "the pull should fail", TimeSpan.FromMilliseconds(100));
            var failed = Clock.GetUtcNow();
            Assert.StartsWith("failed to pull and unpack", (await ContainerAsync("web"))!.State.Waiting.Message, StringComparison.Ordinal);
            await InTimeAsync(() => WaitsForAsync("web", "ImagePullBackOff"), "kubelet should pause", TimeSpan.FromMilliseconds(100));
            await InTimeAsync(() => WaitsForAsync("web", "ErrImagePull"), "it should be tried again", TimeSpan.FromMilliseconds(100));
            pauses.Add(Clock.GetUtcNow() - failed);
        }

        Assert.True(pauses[^1] > 2 * pauses[0], $"{pauses[^1]} should be much longer than {pauses[0]}");
    }

    [Theory]
    [InlineData("example/Main:1")]
    [InlineData("example/main:")]
    [InlineData("example//main")]
    public async Task An_image_whose_name_is_none_is_not_pulled(string image)
    {
        var spec = PodSpec();
        spec.Containers[0].Image = image;
        await CreatePodAsync("web", spec: spec);

        await InTimeAsync(() => WaitsForAsync("web", "InvalidImageName"), "its name should be refused");

        var message = (await ContainerAsync("web"))!.State.Waiting.Message;
        Assert.Contains($"couldn't parse image name \"{image}\"", message, StringComparison.Ordinal);
        string[] told = ["Scheduled", "InspectFailed", "Failed"];
        await AtOnceAsync(async () => told.ToHashSet().SetEquals((await ReasonsAsync("web")).Split(' ')), "events should tell");
    }

    [Fact]
    public async Task A_container_waits_for_what_its_environment_is_made_of()
    {
        var spec = PodSpec();
        spec.Containers[0].EnvFrom = [new V1EnvFromSource { ConfigMapRef = new V1ConfigMapEnvSource { Name = "settings" } }];
        spec.Containers[0].Env =
        [
            Variable(new V1SecretKeySelector { Name = "keys", Key = "a" }),
            Variable(new V1SecretKeySelector { Name = "none", Key = "b", Optional = true }),
        ];
        await CreatePodAsync("web", spec: spec);

        await LacksAsync("configmap \"settings\" not found");
        await Client.CoreV1.CreateNamespacedConfigMapAsync(new V1ConfigMap { Metadata = Named("settings") }, Ns);
        await LacksAsync("secret \"keys\" not found");
        await Client.CoreV1.CreateNamespacedSecretAsync(new V1Secret { Metadata = Named("keys") }, Ns);
        await LacksAsync("couldn't find key a in Secret default/keys");
        Assert.Contains("Failed", await ReasonsAsync("web"), StringComparison.Ordinal);
        await Client.CoreV1.PatchNamespacedSecretAsync(new V1Patch("""{"data":{"a":"MQ=="}}""", V1Patch.PatchType.MergePatch), "keys", Ns);
        await InTimeAsync(() => IsReadyAsync("web"), "it should start");

        static V1EnvVar Variable(V1SecretKeySelector key) =>
            new() { Name = key.Key, ValueFrom = new V1EnvVarSource { SecretKeyRef = key } };

        Task LacksAsync(string what) => InTimeAsync(
            async () => (await ContainerAsync("web"))?.State.Waiting is { Reason: "CreateContainerConfigError" } waiting
                && waiting.Message == what,
            what);
    }

    [Fact]
    public async Task A_crash_loop_counts_restarts_keeps_the_last_state_and_both_logs()
    {
        Faults.Add(new FaultRule(Fault.CrashLoopBackOff) { NamePrefix = "db", ExitCode = 137, Message = "out of memory" });
        await CreatePodAsync("db");
        await InTimeAsync(
            async () => await ContainerAsync("db") is { RestartCount: >= 2, State.Waiting.Reason: "CrashLoopBackOff" },
            "it should crash again and again",
            TimeSpan.FromMilliseconds(100));

        var container = (await ContainerAsync("db"))!;
        Assert.Equal(
            (137, "OOMKilled", "out of memory"),
            (container.LastState.Terminated.ExitCode, container.LastState.Terminated.Reason, container.LastState.Terminated.Message));
        Assert.Matches(@"^back-off \S+s restarting failed container=main pod=db_default\(", container.State.Waiting.Message);
        Assert.Contains("BackOff", await ReasonsAsync("db"), StringComparison.Ordinal);
        using var log = new StreamReader(await Client.CoreV1.ReadNamespacedPodLogAsync("db", Ns, previous: true));
        Assert.Equal("main started (simulated)\nout of memory\nmain ended with exit code 137 (simulated)\n", await log.ReadToEndAsync());
    }

    [Fact]
    public async Task A_pod_that_is_never_ready_runs_and_becomes_ready_when_the_fault_is_over()
    {
        var rule = new FaultRule(Fault.NeverReady) { Namespace = Ns };
        Faults.Add(rule);
        await CreatePodAsync("web");
        await InTimeAsync(async () => (await ReasonsAsync("web")).EndsWith("Unhealthy", StringComparison.Ordinal), "its probe should fail");
        Assert.Equal("Running", (await Client.CoreV1.ReadNamespacedPodAsync("web", Ns)).Status.Phase);
        Assert.False(await IsReadyAsync("web"));

        Faults.Remove(rule);
        await InTimeAsync(() => IsReadyAsync("web"), "it should be ready");
    }

    [Fact]
    public async Task A_pod_that_suits_no_node_says_why()
    {
        await CreatePodAsync("faulty", Fault.Unschedulable);
        var spec = PodSpec();
        spec.NodeSelector = new Dictionary<string, string> { ["disk"] = "ssd" };
        await CreatePodAsync("selective", spec: spec);
        spec = PodSpec();
        spec.Containers[0].Resources = new V1ResourceRequirements
        {
            Requests = new Dictionary<string, ResourceQuantity> { ["cpu"] = new("2000") },
        };
        await CreatePodAsync("greedy", spec: spec);

        foreach (var (pod, why) in new[]
        {
            ("faulty", "were unschedulable"),
            ("selective", "didn't match Pod's node affinity/selector"),
            ("greedy", "Insufficient cpu"),
        })
        {
            await AtOnceAsync(
                async () => (await Client.CoreV1.ReadNamespacedPodAsync(pod, Ns)).Status.Conditions?.Any(condition =>
                    condition is { Type: "PodScheduled", Status: "False", Reason: "Unschedulable" }
                    && condition.Message.Contains(why, StringComparison.Ordinal)) == true,
                $"{pod} should be unschedulable");
            await AtOnceAsync(
                async () => await ReasonsAsync(pod) == "FailedScheduling", $"an event should say that {pod} is unschedulable");
        }
    }

    [Fact]
    public async Task A_pod_whose_service_account_is_not_there_is_not_let_in()
    {
        var spec = PodSpec();
        spec.ServiceAccountName = "nobody";

        var refused = await Assert.ThrowsAsync<HttpOperationException>(() => CreatePodAsync("web", spec: spec));

        Assert.Equal(HttpStatusCode.Forbidden, refused.Response.StatusCode);
        Assert.Equal(
            "pods \"web\" is forbidden: error looking up service account default/nobody: serviceaccount \"nobody\" not found",
            KubernetesJson.Deserialize<V1Status>(refused.Response.Content).Message);
    }

    [Fact]
    public void A_pod_is_not_let_into_a_namespace_before_its_account_is_there()
    {
        using var store = new ObjectStore(new KindCatalog(), null, Clock);
        var writer = new ObjectWriter(store);
        var (pods, accounts) = (store.Catalog.Core("pods"), store.Catalog.Core("serviceaccounts"));
        writer.Create(new ObjectKey(store.Catalog.Core("namespaces"), "", "fresh"), [], "test", dryRun: false);

        var refused = Assert.Throws<ApiException>(() => writer.Create(new ObjectKey(pods, "fresh", "web"), [], "test", dryRun: false));
        Assert.Equal((403, "Forbidden"), (refused.Code, refused.Reason));
        writer.Create(new ObjectKey(accounts, "fresh", "default"), [], "test", dryRun: false);
        var pod = writer.Create(new ObjectKey(pods, "fresh", "web"), [], "test", dryRun: false);
        Assert.Equal("default", pod.Text("spec", "serviceAccountName"));
    }

    [Fact]
    public async Task A_deleted_pod_is_stopped()
    {
        await CreatePodAsync("web");
        await InTimeAsync(() => IsReadyAsync("web"), "it should be ready");
        await Client.CoreV1.DeleteNamespacedPodAsync("web", Ns);
        await AtOnceAsync(async () => (await Client.CoreV1.ListNamespacedPodAsync(Ns)).Items.Count == 0, "it should be gone");
        Assert.EndsWith("Killing", await ReasonsAsync("web"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_go_after_an_hour()
    {
        await CreatePodAsync("web");
        await InTimeAsync(() => IsReadyAsync("web"), "it should be ready");
        await InTimeAsync(async () => (await ReasonsAsync("web")).Length == 0, "its events should go", TimeSpan.FromMinutes(10));
    }

    private async Task<bool> WaitsForAsync(string pod, string reason) => (await ContainerAsync(pod))?.State.Waiting?.Reason == reason;
}
