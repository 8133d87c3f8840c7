using Functions.Activities;
using Functions.Helm;
using Functions.Kubernetes;
using Functions.Stores;
using k8s;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Functions.Tests.Cluster;

/// <summary>A release whose helm was killed in the middle, and the activity that finds it so.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
[Trait("Node", "Simulated")]
public sealed class ReleaseRecoveryOnClusterTests(TestCluster cluster) : IAsyncLifetime
{
    private readonly StoreIdentity _store = new(StoreName.Parse(TestCluster.UniqueName("pending")), 1, "tests");

    private StoreResources Resources => _store.Resources;

    public Task InitializeAsync() => cluster.CreateNamespaceAsync(Resources.Namespace);

    public Task DisposeAsync() => cluster.Client.CoreV1.DeleteNamespaceAsync(Resources.Namespace);

    [Fact]
    public async Task A_release_left_pending_by_a_killed_helm_is_installed_all_the_same()
    {
        var connection = new ClusterConnection(Options.Create(new KubernetesOptions { Kubeconfig = cluster.KubeconfigPath }), TimeProvider.System);
        using var binary = new HelmBinary(Options.Create(new HelmOptions()));
        var helm = new HelmCli(binary, connection, Options.Create(new HelmOptions()), NullLogger<HelmCli>.Instance);
        Assert.Null(await helm.GetStatusAsync(Resources, CancellationToken.None));

        await InterruptedHelm.LeaveAsync(cluster, Resources, helm, ReleaseStatus.PendingInstall);
        Assert.Equal(ReleaseStatus.PendingInstall, await helm.GetStatusAsync(Resources, CancellationToken.None));

        var input = new InstallReleaseInput(_store, "tests", new StoreSpec(_store.Name, StorePlan.Small, DatabaseEngine.MariaDb));
        await new InstallRelease(helm, NullLogger<InstallRelease>.Instance).InstallAsync(input, CancellationToken.None);

        Assert.Equal(ReleaseStatus.Deployed, await helm.GetStatusAsync(Resources, CancellationToken.None));
        await helm.UninstallAsync(Resources, CancellationToken.None);
        await helm.UninstallAsync(Resources, CancellationToken.None);
        Assert.Null(await helm.GetStatusAsync(Resources, CancellationToken.None));
    }
}
