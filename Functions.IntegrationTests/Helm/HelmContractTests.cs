using Functions.Helm;
using Functions.IntegrationTests.Cluster;
using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Releases;
using Functions.Kubernetes.Workloads;
using Functions.Secrets;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Readiness;
using Stores.Releases;

namespace Functions.IntegrationTests.Helm;

/// <summary>What everything that stands for helm keeps to.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
[Trait("Node", "Simulated")]
public abstract class HelmContractTests(TestCluster cluster) : IAsyncLifetime
{
    private protected const int HistoryMax = 3;

    private static readonly StoreValues s_values = StoreValues.For(
        new StoreSpec(StoreName.Parse("any"), StorePlan.Small, DatabaseEngine.MariaDb));

    private protected StoreResources Store { get; } = new(StoreName.Parse(TestCluster.UniqueName("helm")));

    private protected TestCluster Cluster => cluster;

    private protected virtual string KubeconfigPath => cluster.KubeconfigPath;

    private protected abstract IHelm Create(ClusterConnection connection);

    private protected abstract Task InterruptAsync(IHelm helm, IReleaseRecords records, ReleaseStatus leaving);

    /// <summary>Makes rollbacks fail at the cluster's refusal, as often as is asked for.</summary>
    private protected abstract Task RefuseRollbacksAsync(int times);

    private ClusterConnection? _connection;

    private ClusterConnection Connection => _connection ??= Connect(KubeconfigPath);

    private IHelm Helm => field ??= Create(Connection);

    private ReleaseRecords Records => new(Connection, TimeProvider.System);

    public Task InitializeAsync() => cluster.CreateNamespaceAsync(Store.Namespace);

    public virtual async Task DisposeAsync()
    {
        _connection?.Dispose();
        await cluster.Client.CoreV1.DeleteNamespaceAsync(Store.Namespace);
    }

    [Fact]
    public async Task A_release_that_is_not_there_has_no_status_and_is_uninstalled_without_complaint()
    {
        Assert.Null(await StatusAsync());
        await Helm.UninstallAsync(Store, CancellationToken.None);
        Assert.Null(await StatusAsync());
    }

    [Fact]
    public async Task It_installs_what_becomes_a_store_upgrades_it_and_takes_it_away()
    {
        var identity = new StoreIdentity(Store.Name, 1, "tests");
        // Claimed by no chart: what the pods of a real one need.
        var credentials = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = StoreResources.CredentialsSecret },
            StringData = StoreCredentials.Keys.ToDictionary(key => key, StoreCredentials.Create),
        };
        await cluster.Client.CoreV1.CreateNamespacedSecretAsync(credentials, Store.Namespace);
        for (var time = 0; time < 2; time++)
        {
            await Helm.UpgradeInstallAsync(Store, s_values, Mark, HistoryMax, CancellationToken.None);
            var latest = (await Records.ReadAsync(Store, CancellationToken.None))[^1];
            Assert.Equal((time + 1, ReleaseStatus.Deployed, Mark), (latest.Revision, latest.Status, latest.Mark));
        }

        StoreObservation observed = new([], [], null);
        await Eventually.TrueAsync(
            async () => StoreReadiness.OfStore(
                observed = await new WorkloadObserver(cluster.Client, "localhost", TimeProvider.System).ObserveAsync(
                    identity, CancellationToken.None),
                new ReadinessSettings()).State == LookState.Done
                && StoreReadiness.OfDatabase(observed, new ReadinessSettings()).State == LookState.Done,
            () => $"it should become ready: {observed}");
        Assert.Superset(
            new HashSet<string> { "database", "web", "install" }, observed.Workloads.Select(workload => workload.Component).ToHashSet());

        await Helm.UninstallAsync(Store, CancellationToken.None);
        Assert.Null(await StatusAsync());
        Assert.Empty((await cluster.Client.AppsV1.ListNamespacedStatefulSetAsync(Store.Namespace)).Items);
        Assert.Empty((await cluster.Client.AppsV1.ListNamespacedDeploymentAsync(Store.Namespace)).Items);
    }

    [Fact]
    public async Task One_that_died_in_an_install_leaves_it_pending_which_no_upgrade_passes_and_an_uninstall_clears()
    {
        await InterruptAsync(Helm, Records, ReleaseStatus.PendingInstall);

        Assert.Equal(ReleaseStatus.PendingInstall, await StatusAsync());
        await Assert.ThrowsAsync<TransientStoreFailureException>(
            () => Helm.UpgradeInstallAsync(Store, s_values, Mark, HistoryMax, CancellationToken.None));
        await Helm.UninstallAsync(Store, CancellationToken.None);
        await Helm.UpgradeInstallAsync(Store, s_values, Mark, HistoryMax, CancellationToken.None);
        Assert.Equal(ReleaseStatus.Deployed, await StatusAsync());
    }

    [Fact]
    public async Task One_that_died_in_an_upgrade_leaves_it_pending_and_a_rollback_clears_that()
    {
        await Helm.UpgradeInstallAsync(Store, s_values, Mark, HistoryMax, CancellationToken.None);
        await InterruptAsync(Helm, Records, ReleaseStatus.PendingUpgrade);

        Assert.Equal(ReleaseStatus.PendingUpgrade, await StatusAsync());
        try
        {
            await Helm.RollbackAsync(Store, 1, HistoryMax, CancellationToken.None);
            Assert.Equal(ReleaseStatus.Deployed, await StatusAsync());
        }
        catch (TransientStoreFailureException)
        {
            // What the upgrade had already removed, a rollback may miss; that is a failed revision, from which an upgrade goes on.
            Assert.Equal(ReleaseStatus.Failed, await StatusAsync());
        }

        await Helm.UpgradeInstallAsync(Store, s_values, Mark, HistoryMax, CancellationToken.None);
        Assert.Equal(ReleaseStatus.Deployed, await StatusAsync());
    }

    [Fact]
    public async Task A_later_revision_carries_the_time_of_the_first_install_yet_its_record_tells_when_it_was_begun()
    {
        const string longAgo = "1700000000";
        await Helm.UpgradeInstallAsync(Store, s_values, Mark, HistoryMax, CancellationToken.None);
        await cluster.Admin.CoreV1.PatchNamespacedSecretAsync(
            new V1Patch($$$$"""{"metadata":{"labels":{"modifiedAt":"{{{{longAgo}}}}"}}}""", V1Patch.PatchType.MergePatch), RecordOf(1),
            Store.Namespace);
        await Helm.UpgradeInstallAsync(Store, s_values, Mark, HistoryMax, CancellationToken.None);
        Assert.Equal((null, longAgo), await TimesAsync(2));

        await InterruptAsync(Helm, Records, ReleaseStatus.PendingUpgrade);

        var (createdAt, modifiedAt) = await TimesAsync(3);
        Assert.NotNull(createdAt);
        Assert.Equal(longAgo, modifiedAt);
        var pending = (await Records.ReadAsync(Store, CancellationToken.None))[^1];
        Assert.Equal(ReleaseStatus.PendingUpgrade, pending.Status);
        Assert.InRange(pending.Age!.Value, TimeSpan.FromSeconds(-1), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task A_rollback_that_fails_supersedes_what_was_deployed_and_pushes_it_out_unless_all_are_kept()
    {
        await Helm.UpgradeInstallAsync(Store, s_values, Mark, HistoryMax, CancellationToken.None);
        await RefuseRollbacksAsync(times: 4);

        for (var time = 0; time < 3; time++)
        {
            await Assert.ThrowsAnyAsync<StoreFailureException>(() => Helm.RollbackAsync(Store, 1, 0, CancellationToken.None));
        }

        Assert.Equal(
            [(1, ReleaseStatus.Superseded), (2, ReleaseStatus.Superseded), (3, ReleaseStatus.Superseded), (4, ReleaseStatus.Failed)],
            await HistoryAsync());
        await Assert.ThrowsAnyAsync<StoreFailureException>(() => Helm.RollbackAsync(Store, 1, HistoryMax, CancellationToken.None));
        Assert.Equal([(3, ReleaseStatus.Superseded), (4, ReleaseStatus.Superseded), (5, ReleaseStatus.Failed)], await HistoryAsync());
    }

    [Fact]
    public async Task Without_a_namespace_it_fails_in_passing()
    {
        var nowhere = new StoreResources(StoreName.Parse(TestCluster.UniqueName("nowhere")));

        await Assert.ThrowsAnyAsync<StoreFailureException>(
            () => Helm.UpgradeInstallAsync(nowhere, s_values, Mark, HistoryMax, CancellationToken.None));
    }

    [Fact]
    public async Task With_a_cluster_that_cannot_be_reached_it_fails_in_passing()
    {
        using var folder = new TempFolder();
        var kubeconfig = Path.Combine(folder.Path, "kubeconfig");
        await File.WriteAllTextAsync(kubeconfig, """
            apiVersion: v1
            kind: Config
            current-context: none
            clusters: [{name: none, cluster: {server: "http://127.0.0.1:9"}}]
            users: [{name: none, user: {token: none}}]
            contexts: [{name: none, context: {cluster: none, user: none}}]
            """);
        var helm = Create(Connect(kubeconfig, new HastyClock(20)));

        await Assert.ThrowsAsync<TransientStoreFailureException>(
            () => helm.UpgradeInstallAsync(Store, s_values, Mark, HistoryMax, CancellationToken.None));
    }

    [Fact]
    public async Task Credentials_that_are_not_accepted_are_no_cluster_out_of_reach()
    {
        using var folder = new TempFolder();
        var kubeconfig = Path.Combine(folder.Path, "kubeconfig");
        var served = await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(KubeconfigPath));
        await File.WriteAllTextAsync(kubeconfig, $$$"""
            apiVersion: v1
            kind: Config
            current-context: expired
            clusters:
            - name: expired
              cluster: {server: "{{{served.Host}}}", insecure-skip-tls-verify: true}
            users: [{name: expired, user: {token: expired}}]
            contexts: [{name: expired, context: {cluster: expired, user: expired}}]
            """);
        var helm = Create(Connect(kubeconfig));

        var failure = await Assert.ThrowsAsync<PermanentStoreFailureException>(
            () => helm.UpgradeInstallAsync(Store, s_values, Mark, HistoryMax, CancellationToken.None));

        Assert.Equal("Unauthorized", failure.Failure.Reason);
        Assert.Contains("renew", failure.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_cancelled_throws()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => Helm.UpgradeInstallAsync(Store, s_values, Mark, HistoryMax, cancelled.Token));
    }

    private ReleaseMark Mark => Helm.MarkOf(s_values, "tests");

    private string RecordOf(int revision) => $"sh.helm.release.v1.{Store.Release}.v{revision}";

    private async Task<(string? CreatedAt, string? ModifiedAt)> TimesAsync(int revision)
    {
        var record = await cluster.Client.CoreV1.ReadNamespacedSecretAsync(RecordOf(revision), Store.Namespace);
        return (record.GetLabel("createdAt"), record.GetLabel("modifiedAt"));
    }

    private async Task<IEnumerable<(int Revision, ReleaseStatus Status)>> HistoryAsync() =>
        (await Records.ReadAsync(Store, CancellationToken.None)).Select(revision => (revision.Revision, revision.Status));

    private async Task<ReleaseStatus?> StatusAsync() => await Records.ReadAsync(Store, CancellationToken.None) is [.., var last]
        ? last.Status
        : null;

    private protected static ClusterConnection Connect(string kubeconfig, TimeProvider? clock = null) =>
        new(Options.Create(new KubernetesOptions { Kubeconfig = kubeconfig }), clock ?? TimeProvider.System);
}

/// <summary>The bundled helm.</summary>
public sealed class HelmCliContractTests(TestCluster cluster) : HelmContractTests(cluster)
{
    private readonly HelmBinary _binary = new(Options.Create(new HelmOptions()));

    public override Task DisposeAsync()
    {
        _binary.Dispose();
        return base.DisposeAsync();
    }

    private protected override IHelm Create(ClusterConnection connection) => new HelmCli(
        _binary, connection, Options.Create(new HelmOptions()), NullLogger<HelmCli>.Instance);

    [Fact]
    public async Task A_field_that_cannot_change_is_no_missing_right()
    {
        var labels = new Dictionary<string, string> { ["app"] = "other" };
        await Cluster.Client.AppsV1.CreateNamespacedDeploymentAsync(
            new V1Deployment
            {
                Metadata = new V1ObjectMeta
                {
                    Name = "web",
                    // As helm's own, so that it takes it over.
                    Labels = new Dictionary<string, string> { ["app.kubernetes.io/managed-by"] = "Helm" },
                    Annotations = new Dictionary<string, string>
                    {
                        ["meta.helm.sh/release-name"] = Store.Release,
                        ["meta.helm.sh/release-namespace"] = Store.Namespace,
                    },
                },
                Spec = new V1DeploymentSpec
                {
                    Replicas = 0,
                    Selector = new V1LabelSelector { MatchLabels = labels },
                    Template = new V1PodTemplateSpec
                    {
                        Metadata = new V1ObjectMeta { Labels = labels },
                        Spec = new V1PodSpec { Containers = [new V1Container { Name = "web", Image = "busybox:1" }] },
                    },
                },
            },
            Store.Namespace);
        using var connection = Connect(KubeconfigPath);
        var (helm, values) = (Create(connection), StoreValues.For(new StoreSpec(Store.Name, StorePlan.Small, DatabaseEngine.MariaDb)));

        var failure = await Assert.ThrowsAsync<PermanentStoreFailureException>(
            () => helm.UpgradeInstallAsync(Store, values, helm.MarkOf(values, "tests"), HistoryMax, CancellationToken.None));

        Assert.Equal("ImmutableField", failure.Failure.Reason);
        Assert.Contains("spec.selector", failure.Failure.Message, StringComparison.Ordinal);
    }

    private protected override Task InterruptAsync(IHelm helm, IReleaseRecords records, ReleaseStatus leaving) =>
        InterruptedHelm.LeaveAsync(Cluster, Store, records, leaving);

    // A workload of another selector in the place of the chart's: what nobody can change.
    private protected override async Task RefuseRollbacksAsync(int times)
    {
        const string component = "app.kubernetes.io/component";
        var shop = await Cluster.Admin.AppsV1.ReadNamespacedDeploymentAsync("web", Store.Namespace);
        await Cluster.Admin.AppsV1.DeleteNamespacedDeploymentAsync("web", Store.Namespace);
        shop.Spec.Selector.MatchLabels[component] = shop.Spec.Template.Metadata.Labels[component] = "other";
        shop.Metadata = new V1ObjectMeta { Name = "web", Labels = shop.Metadata.Labels, Annotations = shop.Metadata.Annotations };
        shop.Status = null;
        await Cluster.Admin.AppsV1.CreateNamespacedDeploymentAsync(shop, Store.Namespace);
    }
}

/// <summary>What stands for it where helm's own time would be most of a test's.</summary>
public sealed class QuickHelmContractTests(TestCluster cluster) : HelmContractTests(cluster)
{
    private readonly HelmTroubles _troubles = new();

    // It writes its records in a way of its own, for which the app's account has no right.
    private protected override string KubeconfigPath => Cluster.AdminKubeconfigPath;

    private protected override IHelm Create(ClusterConnection connection) => new QuickHelm(connection, _troubles, TimeProvider.System);

    private protected override Task RefuseRollbacksAsync(int times)
    {
        for (var time = 0; time < times; time++)
        {
            _troubles.Fail(Store.Namespace, "rollback", 1);
        }

        return Task.CompletedTask;
    }

    private protected override async Task InterruptAsync(IHelm helm, IReleaseRecords records, ReleaseStatus leaving)
    {
        _troubles.Kill(Store.Namespace, "upgrade", 2);
        var values = StoreValues.For(new StoreSpec(Store.Name, StorePlan.Small, DatabaseEngine.MariaDb));
        await Assert.ThrowsAsync<TransientStoreFailureException>(
            () => helm.UpgradeInstallAsync(Store, values, helm.MarkOf(values, "tests"), HistoryMax, CancellationToken.None));
    }
}
