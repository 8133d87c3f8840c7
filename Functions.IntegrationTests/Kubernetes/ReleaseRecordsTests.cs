using Functions.IntegrationTests.SimulatedCluster;
using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Releases;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;
using Stores.Core;

namespace Functions.IntegrationTests.Kubernetes;

/// <summary>The records of a release in a cluster whose clock is months apart from this machine's.</summary>
public sealed class ReleaseRecordsTests : SimulatedClusterTest
{
    [Fact]
    public async Task A_revisions_age_is_told_by_the_clusters_clock_alone()
    {
        var store = new StoreResources(StoreName.Parse("demo"));
        await Client.CoreV1.CreateNamespaceAsync(new V1Namespace { Metadata = Named(store.Namespace) });
        var meta = new V1ObjectMeta
        {
            Name = $"sh.helm.release.v1.{store.Release}.v1",
            Labels = new Dictionary<string, string>
            {
                ["owner"] = "helm",
                ["name"] = store.Release,
                ["version"] = "1",
                ["status"] = "pending-install",
            },
        };
        await Client.CoreV1.CreateNamespacedSecretAsync(new V1Secret { Metadata = meta, Type = "helm.sh/release.v1" }, store.Namespace);

        Clock.Advance(TimeSpan.FromSeconds(90));
        var options = Options.Create(new KubernetesOptions { Kubeconfig = Kubeconfig });
        using var connection = new ClusterConnection(options, TimeProvider.System);
        var revision = Assert.Single(await new ReleaseRecords(connection, TimeProvider.System).ReadAsync(store, CancellationToken.None));

        // Stamps are of whole seconds.
        Assert.InRange(revision.Age!.Value, TimeSpan.FromSeconds(89), TimeSpan.FromSeconds(91));
    }
}
