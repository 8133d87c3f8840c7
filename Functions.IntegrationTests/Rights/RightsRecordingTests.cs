using Functions.Activities.Provision;
using Functions.Helm;
using Functions.IntegrationTests.Cluster;
using Functions.IntegrationTests.EndToEnd;
using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Namespaces;
using Functions.Kubernetes.Releases;
using Functions.SimulatedCluster.Faults;
using k8s;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Releases;

namespace Functions.IntegrationTests.Rights;

/// <summary>
/// The app's account may do exactly what the app does: all that the app and its helm ask the API server for is recorded and held against
/// what charts/orchestrator grants. Whatever the app learns to ask for has its place in one of the flows here.
/// </summary>
[Collection(ClusterCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
[Trait("Node", "Simulated")]
public sealed class RightsRecordingTests(TestCluster cluster) : IDisposable
{
    // What is granted on request counts as granted: the app tries it, and makes do without.
    private const string EveryOption = "volumes.read=true";

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_account_may_do_what_the_app_does_and_nothing_else()
    {
        await using var recorder = await ApiRecorder.StartAsync(cluster.KubeconfigPath, _folder.Path);

        await ProvisionAndRemoveAsync(recorder);
        await RecoverReleasesAsync(recorder.KubeconfigPath);
        await SweepAsync(recorder.KubeconfigPath);

        var granted = await Grant.ByChartAsync(EveryOption);
        Assert.Contains(granted, grant => !grant.Everywhere);
        // The chart leaves out what an old server lacks, and so does this.
        var served = await ServedResources.AskAsync(cluster.Admin, granted.Select(grant => grant.Group).Distinct());
        var differences = LeastPrivilege.Compare(
            [.. granted.Where(grant => served.Contains((grant.Group, grant.Resource)))], recorder.Calls).Explain();
        Assert.True(differences.Length == 0, differences);
    }

    /// <summary>
    /// A store whose address does not come, one that becomes ready, is repaired and is deleted, and one whose shop check fails, which is
    /// looked at and undone; behind an Ingress, which needs every kind that the chart has.
    /// </summary>
    private async Task ProvisionAndRemoveAsync(ApiRecorder recorder)
    {
        var (whole, broken) = (TestCluster.UniqueName("whole"), TestCluster.UniqueName("broken"));
        var pending = TestCluster.UniqueName("pending");
        cluster.Node.Faults.Add(new FaultRule(Fault.LoadBalancerPending) { Namespace = $"store-{pending}" });
        cluster.Node.Faults.Add(new FaultRule(Fault.CrashLoopBackOff) { Namespace = $"store-{broken}", NamePrefix = "shop-check-" });
        var values = Path.Combine(_folder.Path, "ingress.yaml");
        await File.WriteAllTextAsync(values, "exposure: {type: Ingress, domain: example.com, clusterIssuer: issuer}\n");
        await using var app = await StoreApp.StartAsync(
            _folder.Path,
            recorder.KubeconfigPath,
            ("Kubernetes__OperatorServiceAccount", cluster.OperatorServiceAccount ?? "serverless-stores/serverless-stores"),
            ("Helm__ValuesFiles__0", values));

        await app.CreateAsync(pending);
        await Eventually.TrueAsync(
            () => Task.FromResult(recorder.Calls.Any(call => call.Resource == "ingressclasses")),
            () => "it should be looked who is to give the address");
        await app.DeleteAsync(pending);
        await app.WaitForAbsenceAsync(pending);

        await Task.WhenAll(app.CreateAsync(whole), app.CreateAsync(broken));
        var stores = await Task.WhenAll(app.WaitForPhaseAsync(whole, "Ready", "Failed"), app.WaitForPhaseAsync(broken, "Failed", "Ready"));
        Assert.Equal(["Ready", "Failed"], stores.Select(store => store.GetProperty("phase").GetString()));

        await cluster.Admin.NetworkingV1.DeleteNamespacedNetworkPolicyAsync("deny-all", $"store-{whole}");
        await app.CompareAsync();
        await app.CompareAsync();
        await app.WaitForPhaseAsync(whole, "Ready", "Failed");

        await Task.WhenAll(app.DeleteAsync(whole), app.DeleteAsync(broken));
        await Task.WhenAll(app.WaitForAbsenceAsync(whole), app.WaitForAbsenceAsync(broken));
    }

    /// <summary>A survey that finds a namespace with a release, and removes it.</summary>
    private async Task SweepAsync(string kubeconfig)
    {
        var store = new StoreIdentity(StoreName.Parse(TestCluster.UniqueName("swept")), 1, TestCluster.UniqueName("installation"));
        await cluster.CreateNamespaceAsync(store.Resources.Namespace, StoreNamespace.Labels(store));
        using var connection = new ClusterConnection(
            Options.Create(new KubernetesOptions { Kubeconfig = kubeconfig }), TimeProvider.System);
        var survey = new SweptNamespaces(connection);

        var found = Assert.Single(
            (await survey.ListNamespacesAsync(store.Installation, CancellationToken.None).ToListAsync()).SelectMany(page => page));
        Assert.NotNull(await survey.FindNamespaceAsync(found.Name, CancellationToken.None));
        var records = new ReleaseRecords(connection, TimeProvider.System);
        Assert.Empty((await records.ListNamesAsync(found.Name, CancellationToken.None))!);
        Assert.True(await survey.DeleteNamespaceAsync(found.Name, found.Uid, CancellationToken.None));
    }

    /// <summary>Releases whose install and whose upgrade were cut off.</summary>
    private async Task RecoverReleasesAsync(string kubeconfig)
    {
        var store = new StoreIdentity(StoreName.Parse(TestCluster.UniqueName("cutoff")), 1, "tests");
        await cluster.CreateNamespaceAsync(store.Resources.Namespace);
        try
        {
            using var connection = new ClusterConnection(
                Options.Create(new KubernetesOptions { Kubeconfig = kubeconfig }), TimeProvider.System);
            using var binary = new HelmBinary(Options.Create(new HelmOptions()));
            var helm = new HelmCli(binary, connection, Options.Create(new HelmOptions()), NullLogger<HelmCli>.Instance);
            var records = new ReleaseRecords(connection, TimeProvider.System);
            // When whatever helm was cut off is no more.
            var later = new LaterRecords(records, TimeSpan.FromHours(1));
            var install = new InstallRelease(
                helm, later, new ReleaseObjects(connection, records), new NoCopiedSecrets(), Options.Create(new OperationSettings()),
                NullLogger<InstallRelease>.Instance);
            var failure = "";
            var input = new InstallReleaseInput(store, "tests", new StoreSpec(store.Name, StorePlan.Small, DatabaseEngine.MariaDb));

            await InterruptedHelm.LeaveAsync(cluster, store.Resources, records, ReleaseStatus.PendingInstall);
            await InstallAsync("first");
            await InterruptedHelm.LeaveAsync(cluster, store.Resources, records, ReleaseStatus.PendingUpgrade);
            await InstallAsync("second");
            Assert.Equal(ReleaseStatus.Deployed, (await records.ReadAsync(store.Resources, CancellationToken.None))[^1].Status);
            await helm.UninstallAsync(store.Resources, CancellationToken.None);

            // As the orchestration does: a rollback of what was cut off before it removed what it replaces fails once, and is upgraded
            // over.
            Task InstallAsync(string operation) => Eventually.TrueAsync(
                async () =>
                {
                    try
                    {
                        var look = await install.InstallAsync(input with { Operation = operation }, CancellationToken.None);
                        failure = $"{look.Reason}";
                        return look.State == LookState.Done;
                    }
                    catch (TransientStoreFailureException exception)
                    {
                        failure = exception.Message;
                        return false;
                    }
                },
                () => failure);
        }
        finally
        {
            await cluster.Admin.CoreV1.DeleteNamespaceAsync(store.Resources.Namespace);
        }
    }
}
