using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.Cluster;

/// <summary>Workloads come to life on a node that is played through the API.</summary>
[Trait("Node", "Simulated")]
public sealed class WorkloadContractTests(TestCluster cluster) : ClusterContractTest(cluster, "workload")
{
    [Fact]
    public async Task A_load_balancer_gets_an_address()
    {
        await Client.CoreV1.CreateNamespacedServiceAsync(
            new V1Service
            {
                Metadata = new V1ObjectMeta { Name = "lb" },
                Spec = new V1ServiceSpec { Type = "LoadBalancer", Ports = [new V1ServicePort { Port = 80 }] },
            },
            Namespace);

        await Eventually.TrueAsync(
            async () => (await Client.CoreV1.ReadNamespacedServiceAsync("lb", Namespace)).Status.LoadBalancer?.Ingress?.Count > 0,
            () => "an address should be assigned");
        Assert.InRange((await Client.CoreV1.ReadNamespacedServiceAsync("lb", Namespace)).Spec.Ports.Single().NodePort!.Value, 30000, 32767);
    }

    [Fact]
    public async Task A_claim_gets_a_volume_that_goes_with_it()
    {
        await Client.CoreV1.CreateNamespacedPersistentVolumeClaimAsync(
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
            Namespace);
        await Eventually.TrueAsync(
            async () => (await Client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync("data", Namespace)).Status.Phase == "Bound",
            () => "the claim should be bound");
        var name = (await Client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync("data", Namespace)).Spec.VolumeName;
        var volume = await Admin.CoreV1.ReadPersistentVolumeAsync(name);
        Assert.Equal(
            ("Delete", Namespace, "data"),
            (volume.Spec.PersistentVolumeReclaimPolicy, volume.Spec.ClaimRef.NamespaceProperty, volume.Spec.ClaimRef.Name));

        await Client.CoreV1.DeleteNamespacedPersistentVolumeClaimAsync("data", Namespace);

        await Eventually.TrueAsync(
            async () => await IsGoneAsync(() => Admin.CoreV1.ReadPersistentVolumeAsync(name)), () => "the volume should be reclaimed");
    }

    [Fact]
    public async Task A_volume_that_is_kept_for_a_claim_without_a_UID_is_available()
    {
        var volume = new V1PersistentVolume
        {
            Metadata = new V1ObjectMeta { Name = TestCluster.UniqueName("handed-on") },
            Spec = new V1PersistentVolumeSpec
            {
                AccessModes = ["ReadWriteOnce"],
                Capacity = new Dictionary<string, ResourceQuantity> { ["storage"] = new("1Gi") },
                ClaimRef = new V1ObjectReference { NamespaceProperty = Namespace, Name = "data" },
                HostPath = new V1HostPathVolumeSource { Path = "/nowhere" },
                PersistentVolumeReclaimPolicy = "Retain",
            },
        };
        await Admin.CoreV1.CreatePersistentVolumeAsync(volume);

        await Eventually.TrueAsync(
            async () => (await Admin.CoreV1.ReadPersistentVolumeAsync(volume.Name())).Status?.Phase == "Available",
            () => "the volume should be available");
        await Admin.CoreV1.DeleteCollectionPersistentVolumeAsync(fieldSelector: $"metadata.name={volume.Name()}");
    }

    [Fact]
    public async Task A_job_ends_and_a_deployment_becomes_available()
    {
        var newJob = await Client.BatchV1.CreateNamespacedJobAsync(
            new V1Job { Metadata = new V1ObjectMeta { Name = "job" }, Spec = new V1JobSpec { Template = Template("job", "Never") } },
            Namespace);
        var newDeployment = await Client.AppsV1.CreateNamespacedDeploymentAsync(
            new V1Deployment
            {
                Metadata = new V1ObjectMeta { Name = "web" },
                Spec = new V1DeploymentSpec
                {
                    Replicas = 2,
                    Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = "web" } },
                    Template = Template("web", "Always"),
                },
            },
            Namespace);
        Assert.NotNull(newJob.Status);
        Assert.NotNull(newDeployment.Status);

        await Eventually.TrueAsync(
            async () => (await Client.BatchV1.ReadNamespacedJobAsync("job", Namespace)).Status.Succeeded == 1,
            () => "the job should succeed");
        await Eventually.TrueAsync(
            async () => (await Client.AppsV1.ReadNamespacedDeploymentAsync("web", Namespace)).Status.AvailableReplicas == 2,
            () => "both pods should be available");
        var deployment = await Client.AppsV1.ReadNamespacedDeploymentAsync("web", Namespace);
        Assert.Equal((1, 2, 2), (deployment.Status.ObservedGeneration, deployment.Status.UpdatedReplicas, deployment.Status.ReadyReplicas));
        Assert.Contains(deployment.Status.Conditions, condition => condition is { Type: "Available", Status: "True" });
    }

    [Fact]
    public async Task Workloads_whose_pods_are_refused_say_so_each_in_its_way_and_go_on_trying()
    {
        var limits = new V1LimitRange
        {
            Metadata = new V1ObjectMeta { Name = "tight" },
            Spec = new V1LimitRangeSpec { Limits = [new V1LimitRangeItem { Type = "Container", Max = Memory("1Mi") }] },
        };
        await Client.CoreV1.CreateNamespacedLimitRangeAsync(limits, Namespace);
        var greedy = Template("web", "Always");
        greedy.Spec.Containers[0].Resources = new V1ResourceRequirements { Limits = Memory("64Mi"), Requests = Memory("1Mi") };
        var selector = new V1LabelSelector { MatchLabels = greedy.Metadata.Labels };
        await Client.AppsV1.CreateNamespacedDeploymentAsync(
            new V1Deployment
            {
                Metadata = new V1ObjectMeta { Name = "web" },
                Spec = new V1DeploymentSpec { Selector = selector, Template = greedy },
            },
            Namespace);
        await Client.AppsV1.CreateNamespacedStatefulSetAsync(
            new V1StatefulSet
            {
                Metadata = new V1ObjectMeta { Name = "db" },
                Spec = new V1StatefulSetSpec { ServiceName = "db", Selector = selector, Template = greedy },
            },
            Namespace);

        await Eventually.TrueAsync(
            async () => (await Client.AppsV1.ReadNamespacedDeploymentAsync("web", Namespace)).Status?.Conditions?.Any(condition =>
                condition is { Type: "ReplicaFailure", Status: "True", Reason: "FailedCreate" } && IsRefused(condition.Message)) == true,
            () => "a condition of the Deployment should say why it has no pod");
        await Eventually.TrueAsync(
            async () => (await Client.CoreV1.ListNamespacedEventAsync(Namespace, fieldSelector: "type=Warning")).Items.Any(happened =>
                happened is { Reason: "FailedCreate", InvolvedObject: { Kind: "StatefulSet", Name: "db" } } && IsRefused(happened.Message)),
            () => "an event should say why the StatefulSet has no pod");

        await Client.CoreV1.DeleteNamespacedLimitRangeAsync("tight", Namespace);
        await Eventually.TrueAsync(
            async () => (await Client.AppsV1.ReadNamespacedDeploymentAsync("web", Namespace)).Status is { AvailableReplicas: 1 } status
                && status.Conditions.All(condition => condition.Type != "ReplicaFailure")
                && (await Client.AppsV1.ReadNamespacedStatefulSetAsync("db", Namespace)).Status?.ReadyReplicas == 1,
            () => "both should get their pod, and say nothing of a failure any more");

        static bool IsRefused(string message) =>
            message.Contains("is forbidden: maximum memory usage per Container is 1Mi", StringComparison.Ordinal);
    }

    private static Dictionary<string, ResourceQuantity> Memory(string amount) => new() { ["memory"] = new(amount) };

    private static V1PodTemplateSpec Template(string app, string restartPolicy) => new()
    {
        Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = app } },
        Spec = new V1PodSpec { RestartPolicy = restartPolicy, Containers = [new V1Container { Name = "run", Image = "busybox:1" }] },
    };
}
