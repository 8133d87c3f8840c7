using System.Net;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>The scale of a workload, by itself.</summary>
public sealed class ScaleContractTests(TestCluster cluster) : ClusterContractTest(cluster, "scale")
{
    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        var labels = new Dictionary<string, string> { ["app"] = "web" };
        var pod = new V1PodSpec { Containers = [new V1Container { Name = "run", Image = "busybox:1" }] };
        var tier = new V1LabelSelectorRequirement { Key = "tier", OperatorProperty = "In", Values = ["a", "b"] };
        var spec = new V1DeploymentSpec
        {
            Replicas = 2,
            Selector = new V1LabelSelector { MatchLabels = labels, MatchExpressions = [tier] },
            Template = new V1PodTemplateSpec
            {
                Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string>(labels) { ["tier"] = "a" } },
                Spec = pod,
            },
        };
        var deployment = new V1Deployment { Metadata = new V1ObjectMeta { Name = "web" }, Spec = spec };
        await Admin.AppsV1.CreateNamespacedDeploymentAsync(deployment, Namespace);
    }

    [Fact]
    public async Task A_scale_tells_replicas_and_selector_of_its_workload()
    {
        var scale = await ReadAsync();

        Assert.Equal(("autoscaling/v1", "Scale", "web", Namespace), (scale.ApiVersion, scale.Kind, scale.Name(), scale.Namespace()));
        Assert.Equal((2, "app=web,tier in (a,b)"), (scale.Spec.Replicas, scale.Status.Selector));
        Assert.Equal((await Admin.AppsV1.ReadNamespacedDeploymentAsync("web", Namespace)).Uid(), scale.Uid());
    }

    [Fact]
    public async Task Whoever_writes_a_scale_writes_replicas_alone()
    {
        var scale = await ReadAsync();
        scale.Metadata.ResourceVersion = null;
        scale.Metadata.Labels = new Dictionary<string, string> { ["is"] = "ignored" };
        scale.Spec.Replicas = 0;

        Assert.Equal("Scale", (await Admin.AppsV1.ReplaceNamespacedDeploymentScaleAsync(scale, "web", Namespace)).Kind);

        var deployment = await Admin.AppsV1.ReadNamespacedDeploymentAsync("web", Namespace);
        Assert.Equal((0, 2), (deployment.Spec.Replicas, deployment.Metadata.Generation));
        Assert.Null(deployment.Metadata.Labels);
        await PatchAsync("""{"spec":{"replicas":1}}""", V1Patch.PatchType.MergePatch);
        Assert.Equal(1, (await Admin.AppsV1.ReadNamespacedDeploymentAsync("web", Namespace)).Spec.Replicas);
        await PatchAsync("""[{"op":"replace","path":"/spec/replicas","value":3}]""", V1Patch.PatchType.JsonPatch);
        Assert.Equal(3, (await Admin.AppsV1.ReadNamespacedDeploymentAsync("web", Namespace)).Spec.Replicas);
    }

    [Fact]
    public async Task A_scale_of_another_version_or_of_less_than_none_is_refused()
    {
        var scale = await ReadAsync();
        await PatchAsync("""{"spec":{"replicas":1}}""", V1Patch.PatchType.MergePatch);

        await RefusedAsync(
            HttpStatusCode.Conflict, "Conflict", () => Admin.AppsV1.ReplaceNamespacedDeploymentScaleAsync(scale, "web", Namespace));
        var refused = await RefusedAsync(
            HttpStatusCode.UnprocessableEntity, "Invalid", () => PatchAsync("""{"spec":{"replicas":-1}}""", V1Patch.PatchType.MergePatch));
        Assert.Equal("spec.replicas", Assert.Single(refused.Details.Causes).Field);
        await RefusedAsync(HttpStatusCode.NotFound, "NotFound", () => Admin.AppsV1.ReadNamespacedDeploymentScaleAsync("nobody", Namespace));
    }

    private Task<V1Scale> ReadAsync() => Admin.AppsV1.ReadNamespacedDeploymentScaleAsync("web", Namespace);

    private Task PatchAsync(string patch, V1Patch.PatchType type) =>
        Admin.AppsV1.PatchNamespacedDeploymentScaleAsync(new V1Patch(patch, type), "web", Namespace);
}
