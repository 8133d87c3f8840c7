using System.Net;
using Functions.SimulatedCluster.Api;
using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Autorest;
using k8s.Models;

namespace Functions.IntegrationTests.SimulatedCluster;

/// <summary>Container logs, and the errors of those that have said nothing yet.</summary>
public sealed class PodLogTests : SimulatedClusterTest
{
    [Fact]
    public async Task A_log_says_what_its_annotation_says_and_heeds_the_limits()
    {
        var pod = new V1Pod { Metadata = Named("web"), Spec = PodSpec() };
        pod.Metadata.Annotations = new Dictionary<string, string> { [PodLogs.Annotation] = "one\ntwo" };
        await Client.CoreV1.CreateNamespacedPodAsync(pod, Ns);
        await InTimeAsync(() => IsReadyAsync("web"), "it should be ready");

        Assert.Equal("main started (simulated)\none\ntwo\n", await LogAsync("web"));
        Assert.Equal("two\n", await LogAsync("web", tail: 1));
        Assert.Equal("main", await LogAsync("web", limit: 4));
        await RefusedAsync(
            HttpStatusCode.BadRequest,
            "previous terminated container \"main\" in pod \"web\" not found",
            () => LogAsync("web", previous: true));
        await RefusedAsync(HttpStatusCode.BadRequest, "container other is not valid for pod web", () => LogAsync("web", "other"));
        await RefusedAsync(
            HttpStatusCode.UnprocessableEntity,
            "PodLogOptions \"\" is invalid: tailLines: Invalid value: -1: must be greater than or equal to 0",
            () => LogAsync("web", tail: -1));
    }

    [Fact]
    public async Task Of_several_containers_one_must_be_named()
    {
        var spec = PodSpec();
        spec.Containers.Add(new V1Container { Name = "side", Image = "example/side:1" });
        await CreatePodAsync("web", spec: spec);
        await InTimeAsync(() => IsReadyAsync("web"), "it should be ready");

        Assert.Equal("side started (simulated)\n", await LogAsync("web", "side"));
        await RefusedAsync(
            HttpStatusCode.BadRequest, "a container name must be specified for pod web, choose one of: [main side]", () => LogAsync("web"));
    }

    [Fact]
    public async Task A_container_that_has_not_started_says_what_it_waits_for()
    {
        await CreatePodAsync("slow");
        await AtOnceAsync(async () => await ContainerAsync("slow") is not null, "it should be being created");
        await RefusedAsync(
            HttpStatusCode.BadRequest, "container \"main\" in pod \"slow\" is waiting to start: ContainerCreating", () => LogAsync("slow"));

        await CreatePodAsync("stuck", Fault.ImagePullBackOff);
        await InTimeAsync(
            async () => (await ContainerAsync("stuck"))?.State.Waiting?.Reason == "ImagePullBackOff",
            "its pull should fail",
            Node.PodStartDelay);
        await RefusedAsync(
            HttpStatusCode.BadRequest,
            "container \"main\" in pod \"stuck\" is waiting to start: trying and failing to pull image",
            () => LogAsync("stuck"));
    }

    private static async Task RefusedAsync(HttpStatusCode code, string message, Func<Task> call)
    {
        var refusal = await Assert.ThrowsAsync<HttpOperationException>(call);
        Assert.Equal(code, refusal.Response.StatusCode);
        Assert.Equal(message, KubernetesJson.Deserialize<V1Status>(refusal.Response.Content).Message);
    }

    private async Task<string> LogAsync(string pod, string? container = null, int? tail = null, int? limit = null, bool? previous = null)
    {
        using var reader = new StreamReader(
            await Client.CoreV1.ReadNamespacedPodLogAsync(
                pod, Ns, container: container, tailLines: tail, limitBytes: limit, previous: previous));
        return await reader.ReadToEndAsync();
    }
}
