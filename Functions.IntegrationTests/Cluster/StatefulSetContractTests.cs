using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>What a StatefulSet does for its pods and its claims when it is changed, broken or replaced.</summary>
[Trait("Node", "Simulated")]
public sealed class StatefulSetContractTests(TestCluster cluster) : ClusterContractTest(cluster, "set")
{
    private const string Healthy = """{"spec":{"template":{"metadata":{"annotations":{"simulated-cluster/fault":null}}}}}""";
    private const string Broken = """{"spec":{"template":{"metadata":{"annotations":{"simulated-cluster/fault":"ImagePullBackOff"}}}}}""";

    [Theory]
    [InlineData("OrderedReady", false)]
    [InlineData("Parallel", true)]
    public async Task A_broken_pod_is_replaced_by_a_later_template_unless_the_set_goes_in_order(string policy, bool replaced)
    {
        await CreateAsync(Set(policy));
        await ReadyAsync();
        await Client.AppsV1.PatchNamespacedStatefulSetAsync(new V1Patch(Broken, V1Patch.PatchType.MergePatch), "db", Namespace);
        V1Pod? broken = null;
        await Eventually.TrueAsync(
            async () => (broken = await FindPodAsync())?.Status.ContainerStatuses?.Any(
                container => container.State?.Waiting?.Reason == "ImagePullBackOff") == true,
            () => "the pod should be one that is broken");

        var mended = await Client.AppsV1.PatchNamespacedStatefulSetAsync(
            new V1Patch(Healthy, V1Patch.PatchType.MergePatch), "db", Namespace);
        if (replaced)
        {
            await ReadyAsync();
            Assert.NotEqual(broken!.Uid(), (await FindPodAsync())!.Uid());
            return;
        }

        await Eventually.TrueAsync(
            async () => (await ReadAsync()).Status.ObservedGeneration == mended.Metadata.Generation,
            () => "the controller should have seen the new template");
        var left = (await FindPodAsync())!;
        Assert.Equal((broken!.Uid(), null), (left.Uid(), left.Metadata.DeletionTimestamp));
        await Admin.CoreV1.DeleteNamespacedPodAsync("db-0", Namespace);
        await ReadyAsync();
    }

    [Fact]
    public async Task A_set_that_goes_without_its_pods_leaves_them_and_their_claims_to_the_next_of_its_name()
    {
        var first = await CreateAsync(Set("OrderedReady"));
        await ReadyAsync();
        var (pod, claim) = ((await FindPodAsync())!, await ClaimAsync());

        await Client.AppsV1.DeleteNamespacedStatefulSetAsync("db", Namespace, propagationPolicy: "Orphan");

        await Eventually.TrueAsync(async () => await IsGoneAsync(ReadAsync), () => "the set should go");
        var orphan = (await FindPodAsync())!;
        Assert.Equal((pod.Uid(), null), (orphan.Uid(), orphan.Metadata.DeletionTimestamp));
        Assert.Empty(orphan.Metadata.OwnerReferences ?? []);
        var kept = await ClaimAsync();
        Assert.Equal((claim.Uid(), null), (kept.Uid(), kept.Metadata.DeletionTimestamp));

        var second = Set("Parallel");
        second.Spec.VolumeClaimTemplates[0].Spec.Resources.Requests["storage"] = new ResourceQuantity("2Gi");
        second = await CreateAsync(second);
        await Eventually.TrueAsync(
            async () => (await FindPodAsync())!.Metadata.OwnerReferences?.Any(owner => owner.Uid == second.Uid()) == true,
            () => "the pod should be the new set's");
        await ReadyAsync();
        Assert.NotEqual(first.Uid(), second.Uid());
        Assert.Equal((pod.Uid(), claim.Uid()), ((await FindPodAsync())!.Uid(), (await ClaimAsync()).Uid()));
        Assert.Equal("1Gi", (await ClaimAsync()).Spec.Resources.Requests["storage"].ToString());
    }

    private Task<V1StatefulSet> CreateAsync(V1StatefulSet set) => Client.AppsV1.CreateNamespacedStatefulSetAsync(set, Namespace);

    private Task<V1StatefulSet> ReadAsync() => Client.AppsV1.ReadNamespacedStatefulSetAsync("db", Namespace);

    private Task ReadyAsync() => Eventually.TrueAsync(
        async () => await ReadAsync() is { Status: { ReadyReplicas: 1, UpdatedReplicas: 1 } status } set
            && status.ObservedGeneration == set.Metadata.Generation,
        () => "its pod should be ready");

    private async Task<V1Pod?> FindPodAsync() =>
        (await Admin.CoreV1.ListNamespacedPodAsync(Namespace)).Items.SingleOrDefault(pod => pod.Name() == "db-0");

    private Task<V1PersistentVolumeClaim> ClaimAsync() => Client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync("data-db-0", Namespace);

    private static V1StatefulSet Set(string policy) => new()
    {
        Metadata = new V1ObjectMeta { Name = "db" },
        Spec = new V1StatefulSetSpec
        {
            ServiceName = "db",
            PodManagementPolicy = policy,
            Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "db" } },
            Template = new V1PodTemplateSpec
            {
                Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = "db" } },
                Spec = new V1PodSpec { Containers = [new V1Container { Name = "run", Image = "busybox:1" }] },
            },
            VolumeClaimTemplates =
            [
                new V1PersistentVolumeClaim
                {
                    Metadata = new V1ObjectMeta { Name = "data" },
                    Spec = new V1PersistentVolumeClaimSpec
                    {
                        AccessModes = ["ReadWriteOnce"],
                        Resources = new V1VolumeResourceRequirements
                        {
                            Requests = new Dictionary<string, ResourceQuantity> { ["storage"] = new("1Gi") },
                        },
                    },
                },
            ],
        },
    };
}
