using Functions.IntegrationTests.SimulatedCluster;
using Functions.Kubernetes.Workloads;
using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Time.Testing;
using Stores.Core;
using Stores.Readiness;

namespace Functions.IntegrationTests.Kubernetes;

/// <summary>What is seen of a workload in trouble, on a cluster whose clock is six minutes behind ours.</summary>
public sealed class WorkloadObserverTests : SimulatedClusterTest
{
    private static readonly StoreIdentity s_store = new(StoreName.Parse("demo"), 1, "tests");
    private static readonly TimeSpan s_between = TimeSpan.FromSeconds(20);

    private readonly string _ns = s_store.Resources.Namespace;
    private readonly FakeTimeProvider _ours = new();
    private Sightings? _sightings;

    [Theory]
    [InlineData(Fault.Unschedulable, "Unschedulable", 300)]
    [InlineData(Fault.ImagePullBackOff, "ImagePullBackOff", 120)]
    [InlineData(Fault.FailedCreate, "FailedCreate", 120)]
    [InlineData(Fault.ProvisioningFailed, "ProvisioningFailed", 120)]
    public async Task Each_trouble_is_borne_for_its_grace_by_our_own_clock(Fault fault, string reason, int grace)
    {
        await Client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = new V1ObjectMeta { Name = _ns } });
        Faults.Add(new FaultRule(fault) { Namespace = _ns });
        await Client.AppsV1.CreateNamespacedStatefulSetAsync(Database(), _ns);
        await InTimeAsync(async () => IsSeen(await ObserveAsync(), reason), $"{reason} should be seen", TimeSpan.FromMilliseconds(100));
        _ours.SetUtcNow(Clock.GetUtcNow().AddMinutes(6));

        for (var waited = TimeSpan.Zero; waited < TimeSpan.FromSeconds(grace); waited += s_between)
        {
            var look = await LookAsync();
            Assert.True(look.State == LookState.NotYet, $"after {waited}: {look}");
            _ours.Advance(s_between);
        }

        var last = await LookAsync();
        Assert.Equal((LookState.Hopeless, reason), (last.State, last.Reason!.Reason));
    }

    private static bool IsSeen(StoreObservation observation, string reason) =>
        observation.Workloads.Select(workload => workload.Failure)
            .Concat(observation.Claims.Select(claim => claim.Failure))
            .Concat(observation.Pods.Select(pod => pod.Waiting))
            .Any(failure => failure?.Reason == reason);

    private Task<StoreObservation> ObserveAsync() =>
        new WorkloadObserver(Client, "localhost", _ours).ObserveAsync(s_store, CancellationToken.None);

    private async Task<Look> LookAsync()
    {
        var look = StoreReadiness.OfDatabase(await ObserveAsync(), new ReadinessSettings(), _sightings);
        _sightings = look.Sightings;
        return look;
    }

    private static V1StatefulSet Database()
    {
        var labels = new Dictionary<string, string>
        {
            ["app.kubernetes.io/instance"] = s_store.Resources.Release,
            ["app.kubernetes.io/component"] = "database",
        };
        return new V1StatefulSet
        {
            Metadata = new V1ObjectMeta { Name = "database", Labels = labels },
            Spec = new V1StatefulSetSpec
            {
                ServiceName = "database",
                Selector = new V1LabelSelector { MatchLabels = labels },
                Template = new V1PodTemplateSpec { Metadata = new V1ObjectMeta { Labels = labels }, Spec = PodSpec() },
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
}
