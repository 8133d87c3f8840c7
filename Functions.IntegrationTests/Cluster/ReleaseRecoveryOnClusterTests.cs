using Functions.Activities.Provision;
using Functions.Helm;
using Functions.IntegrationTests.Helm;
using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Releases;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Releases;

namespace Functions.IntegrationTests.Cluster;

/// <summary>Releases as interrupted, failed and finished helms leave them, and the activity that finds them so.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
[Trait("Node", "Simulated")]
public sealed class ReleaseRecoveryOnClusterTests : IAsyncLifetime
{
    private readonly TestCluster _cluster;
    private readonly StoreIdentity _store = new(StoreName.Parse(TestCluster.UniqueName("pending")), 1, "tests");
    private readonly ClusterConnection _connection;
    private readonly HelmBinary _binary = new(Options.Create(new HelmOptions()));
    private readonly HelmCli _helm;
    private readonly ReleaseRecords _records;

    public ReleaseRecoveryOnClusterTests(TestCluster cluster)
    {
        _cluster = cluster;
        _connection = new(Options.Create(new KubernetesOptions { Kubeconfig = cluster.KubeconfigPath }), TimeProvider.System);
        _helm = new HelmCli(_binary, _connection, Options.Create(new HelmOptions()), NullLogger<HelmCli>.Instance);
        _records = new ReleaseRecords(_connection, TimeProvider.System);
    }

    private StoreResources Resources => _store.Resources;

    public Task InitializeAsync() => _cluster.CreateNamespaceAsync(Resources.Namespace);

    public async Task DisposeAsync()
    {
        await _cluster.Client.CoreV1.DeleteNamespaceAsync(Resources.Namespace);
        _connection.Dispose();
        _binary.Dispose();
    }

    [Fact]
    public async Task A_release_left_pending_by_a_killed_helm_is_installed_and_then_left_alone_until_its_values_change()
    {
        Assert.Empty(await _records.ReadAsync(Resources, CancellationToken.None));
        await InterruptedHelm.LeaveAsync(_cluster, Resources, _records, ReleaseStatus.PendingInstall);

        await InstallAsync("one");
        var installed = Assert.Single(await _records.ReadAsync(Resources, CancellationToken.None));
        Assert.Equal((1, ReleaseStatus.Deployed), (installed.Revision, installed.Status));
        Assert.Equal(ReleaseMark.OfOperation("one"), installed.Mark!.Operation);

        await InstallAsync("one");
        await InstallAsync("two");
        // The same record, however old it is by now.
        var kept = Assert.Single(await _records.ReadAsync(Resources, CancellationToken.None));
        Assert.Equal(installed with { Age = kept.Age }, kept);

        await InstallAsync("two", engine: DatabaseEngine.MySql);
        await InstallAsync("two", engine: DatabaseEngine.MySql);
        Assert.Equal([1, 2], (await _records.ReadAsync(Resources, CancellationToken.None)).Select(revision => revision.Revision));

        await InstallAsync("three");
        await InstallAsync("four", engine: DatabaseEngine.MySql);
        var revisions = await _records.ReadAsync(Resources, CancellationToken.None);
        Assert.Equal(
            [(2, ReleaseStatus.Superseded), (3, ReleaseStatus.Superseded), (4, ReleaseStatus.Deployed)],
            revisions.Select(revision => (revision.Revision, revision.Status)));
        Assert.Equal(installed.Mark.Content, revisions[^2].Mark!.Content);
        Assert.NotEqual(installed.Mark.Content, revisions[^1].Mark!.Content);

        await _helm.UninstallAsync(Resources, CancellationToken.None);
        await _helm.UninstallAsync(Resources, CancellationToken.None);
        Assert.Empty(await _records.ReadAsync(Resources, CancellationToken.None));
    }

    [Fact]
    public async Task A_store_that_was_deployed_once_keeps_its_volume_when_an_upgrade_was_cut_off()
    {
        await InstallAsync("one");
        var volume = await ClaimUidAsync();
        await InterruptedHelm.LeaveAsync(_cluster, Resources, _records, ReleaseStatus.PendingUpgrade);

        await InstallAsync("two");

        var last = (await _records.ReadAsync(Resources, CancellationToken.None))[^1];
        Assert.Equal(ReleaseStatus.Deployed, last.Status);
        Assert.Equal(_helm.MarkOf(StoreValues.For(Spec()) with { Install = new(900) }, "two").Content, last.Mark!.Content);
        Assert.Equal(volume, await ClaimUidAsync());
    }

    [Fact]
    public async Task A_first_install_that_failed_is_upgraded()
    {
        using var failing = Failing();
        var run = await HelmTool.RunAsync(
            _cluster.KubeconfigPath, "install", "--namespace", Resources.Namespace, "--", Resources.Release, failing.Path);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal(ReleaseStatus.Failed, Assert.Single(await _records.ReadAsync(Resources, CancellationToken.None)).Status);

        await InstallAsync("one");

        Assert.Equal(
            [(1, ReleaseStatus.Superseded), (2, ReleaseStatus.Deployed)],
            (await _records.ReadAsync(Resources, CancellationToken.None)).Select(revision => (revision.Revision, revision.Status)));
    }

    [Fact]
    public async Task A_helm_that_fails_though_its_work_is_done_has_succeeded()
    {
        await InstallAsync("one");
        var lying = new InterferingHelm(_helm)
        {
            After = () => throw new TransientStoreFailureException("HelmTimedOut", "killed at its last line"),
        };
        await InstallAsync("two", lying, DatabaseEngine.MySql);
        Assert.Equal(1, lying.Runs);

        var refused = new InterferingHelm(_helm) { Before = () => throw new PermanentStoreFailureException("InvalidValues", "no") };
        var failure = await Assert.ThrowsAsync<PermanentStoreFailureException>(() => InstallAsync("three", refused));
        Assert.Equal(("InvalidValues", 1), (failure.Failure.Reason, refused.Runs));
    }

    /// <summary>By the same operation or another: an activity may be delivered twice, and an operator has a helm of his own.</summary>
    [Theory]
    [InlineData("one")]
    [InlineData("two")]
    public async Task A_helm_that_is_merely_slow_is_waited_for_however_old_the_store_is(string operation)
    {
        await InstallAsync("one");
        var aYearAgo = TimeProvider.System.GetUtcNow().AddYears(-1).ToUnixTimeSeconds();
        await _cluster.Admin.CoreV1.PatchNamespacedSecretAsync(
            new V1Patch($$$$"""{"metadata":{"labels":{"modifiedAt":"{{{{aYearAgo}}}}"}}}""", V1Patch.PatchType.MergePatch),
            $"sh.helm.release.v1.{Resources.Release}.v1", Resources.Namespace);
        using (var slow = await InterruptedHelm.BeginAsync(_cluster, Resources, _records, ReleaseStatus.PendingUpgrade))
        {
            var waiting = await LookAsync(operation, _helm, DatabaseEngine.MySql, TimeSpan.Zero);
            Assert.Equal((LookState.NotYet, "ReleasePending"), (waiting.State, waiting.Reason?.Reason));
            Assert.Equal([(1, ReleaseStatus.Deployed), (2, ReleaseStatus.PendingUpgrade)], await HistoryAsync());
            slow.Kill();
            await slow.WaitForExitAsync();
        }

        await InstallAsync(operation, engine: DatabaseEngine.MySql);
        Assert.Equal(ReleaseStatus.Deployed, (await HistoryAsync())[^1].Status);
    }

    [Fact]
    public async Task What_an_operators_helm_applied_from_its_own_side_is_upgraded_and_applied_again()
    {
        await InstallAsync("one");
        await OperatorsHelmAsync("upgrade", "--server-side=false", "--reuse-values", "--", Resources.Release, HelmTool.StoreChart);
        await _cluster.Admin.AppsV1.PatchNamespacedDeploymentAsync(
            new V1Patch("""{"spec":{"replicas":0}}""", V1Patch.PatchType.MergePatch), "web", Resources.Namespace);

        Assert.Equal(Look.Done, await ReapplyAsync());
        Assert.Equal(1, (await _cluster.Client.AppsV1.ReadNamespacedDeploymentAsync("web", Resources.Namespace)).Spec.Replicas);
        Assert.Equal([(1, ReleaseStatus.Superseded), (2, ReleaseStatus.Deployed)], await HistoryAsync());

        await InstallAsync("two", engine: DatabaseEngine.MySql);
        await OperatorsHelmAsync("rollback", "--server-side=false", "--", Resources.Release, "2");
        await InterruptedHelm.LeaveAsync(_cluster, Resources, _records, ReleaseStatus.PendingUpgrade);
        await InstallAsync("three", engine: DatabaseEngine.MySql);
        var database = await _cluster.Client.AppsV1.ReadNamespacedStatefulSetAsync("database", Resources.Namespace);
        Assert.StartsWith("mysql:", database.Spec.Template.Spec.Containers[0].Image, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_release_whose_uninstall_an_operator_broke_off_is_put_back_with_its_volume()
    {
        await InstallAsync("one");
        var volume = await ClaimUidAsync();
        var name = $"sh.helm.release.v1.{Resources.Release}.v1";
        await _cluster.Admin.CoreV1.PatchNamespacedSecretAsync(
            new V1Patch("""{"metadata":{"labels":{"status":"uninstalling"}}}""", V1Patch.PatchType.MergePatch), name, Resources.Namespace);
        await _cluster.Admin.AppsV1.DeleteNamespacedDeploymentAsync("web", Resources.Namespace);

        await InstallAsync("two", isRunning: true);

        Assert.Equal(ReleaseStatus.Deployed, (await HistoryAsync())[^1].Status);
        Assert.NotNull(await _cluster.Client.AppsV1.ReadNamespacedDeploymentAsync("web", Resources.Namespace));
        Assert.Equal(volume, await ClaimUidAsync());
    }

    [Fact]
    public async Task Repairs_that_fail_leave_what_was_deployed_in_the_history()
    {
        await InstallAsync("one");
        await InstallAsync("two", engine: DatabaseEngine.MySql);
        var before = await HistoryAsync();
        await RefuseConfigMapsAsync();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            await Assert.ThrowsAsync<PermanentStoreFailureException>(ReapplyAsync);
        }

        Assert.Equal(before, await HistoryAsync());

        // An operator's own rollback has failed, and superseded what was deployed.
        Assert.NotEqual(0, (await HelmTool.RunAsync(
            _cluster.AdminKubeconfigPath, "rollback", "--namespace", Resources.Namespace, "--", Resources.Release, "2")).ExitCode);
        for (var attempt = 0; attempt < 5; attempt++)
        {
            await Assert.ThrowsAnyAsync<StoreFailureException>(() => LookAsync("three", _helm, DatabaseEngine.MySql));
        }

        Assert.Equal([(1, ReleaseStatus.Superseded), (2, ReleaseStatus.Superseded)], (await HistoryAsync()).Take(2));

        await _cluster.Admin.CoreV1.DeleteNamespacedResourceQuotaAsync("refuse", Resources.Namespace);
        await InstallAsync("three", engine: DatabaseEngine.MySql);
        Assert.Equal(ReleaseStatus.Deployed, (await HistoryAsync())[^1].Status);
    }

    // What is gone cannot be made again.
    private async Task RefuseConfigMapsAsync()
    {
        await _cluster.Admin.CoreV1.CreateNamespacedResourceQuotaAsync(
            new V1ResourceQuota
            {
                Metadata = new V1ObjectMeta { Name = "refuse" },
                Spec = new V1ResourceQuotaSpec { Hard = new Dictionary<string, ResourceQuantity> { ["count/configmaps"] = new("0") } },
            },
            Resources.Namespace);
        await Eventually.TrueAsync(
            async () =>
                (await _cluster.Admin.CoreV1.ReadNamespacedResourceQuotaAsync("refuse", Resources.Namespace)).Status?.Hard?.Count > 0,
            () => "the quota should be heeded");
        await _cluster.Admin.CoreV1.DeleteNamespacedConfigMapAsync("checks", Resources.Namespace);
    }

    private async Task OperatorsHelmAsync(params string[] arguments)
    {
        var run = await HelmTool.RunAsync(_cluster.AdminKubeconfigPath, ["--namespace", Resources.Namespace, .. arguments]);
        Assert.True(run.ExitCode == 0, run.StandardError);
    }

    private Task<Look> ReapplyAsync() => new ReleaseObjects(_connection, _records).ReapplyAsync(Resources, CancellationToken.None);

    private async Task<List<(int Revision, ReleaseStatus Status)>> HistoryAsync() =>
        [.. (await _records.ReadAsync(Resources, CancellationToken.None)).Select(revision => (revision.Revision, revision.Status))];

    private async Task<string> ClaimUidAsync()
    {
        V1PersistentVolumeClaim? claim = null;
        await Eventually.TrueAsync(
            async () => (claim = (await _cluster.Client.CoreV1.ListNamespacedPersistentVolumeClaimAsync(Resources.Namespace)).Items
                .FirstOrDefault(found => found.Name().StartsWith("data-", StringComparison.Ordinal))) is not null,
            () => "the database should have its claim");
        return claim!.Uid();
    }

    private async Task InstallAsync(string operation, DatabaseEngine engine = DatabaseEngine.MariaDb, bool isRunning = false) =>
        Assert.Equal(Look.Done, await LookAsync(operation, _helm, engine, isRunning: isRunning));

    private async Task InstallAsync(string operation, IHelm helm, DatabaseEngine engine = DatabaseEngine.MariaDb) =>
        Assert.Equal(Look.Done, await LookAsync(operation, helm, engine));

    // An hour later, unless a test says when: whatever helm was cut off then is no more.
    private Task<Look> LookAsync(string operation, IHelm helm, DatabaseEngine engine, TimeSpan? later = null, bool isRunning = false) =>
        new InstallRelease(
            helm, new LaterRecords(_records, later ?? TimeSpan.FromHours(1)), new ReleaseObjects(_connection, _records),
            new NoCopiedSecrets(),
            Options.Create(new OperationSettings()), NullLogger<InstallRelease>.Instance)
            .InstallAsync(new InstallReleaseInput(_store, operation, Spec(engine), isRunning), CancellationToken.None);

    private StoreSpec Spec(DatabaseEngine engine = DatabaseEngine.MariaDb) => new(_store.Name, StorePlan.Small, engine);

    /// <summary>A chart of the store's name whose one object the API server refuses.</summary>
    private static TempFolder Failing()
    {
        var folder = new TempFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "templates"));
        File.WriteAllText(Path.Combine(folder.Path, "Chart.yaml"), "apiVersion: v2\nname: store\nversion: 0.0.1\n");
        File.WriteAllText(
            Path.Combine(folder.Path, "templates", "all.yaml"),
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: refused, labels: {wrong: \"not a label value!\"}}\n");
        return folder;
    }

    /// <summary>The real helm, with something before or after each upgrade and rollback.</summary>
    private sealed class InterferingHelm(IHelm helm) : IHelm
    {
        public Action? Before { get; init; }

        public Action? After { get; init; }

        public int Runs { get; private set; }

        public TimeSpan LongestRun => helm.LongestRun;

        public ReleaseMark MarkOf(StoreValues values, string operation) => helm.MarkOf(values, operation);

        public Task<string> RenderAsync(StoreResources store, StoreValues values, CancellationToken cancellationToken) =>
            helm.RenderAsync(store, values, cancellationToken);

        public Task UpgradeInstallAsync(
            StoreResources store, StoreValues values, ReleaseMark mark, int historyMax, CancellationToken cancellationToken) =>
            RunAsync(() => helm.UpgradeInstallAsync(store, values, mark, historyMax, cancellationToken));

        public Task RollbackAsync(StoreResources store, int revision, int historyMax, CancellationToken cancellationToken) =>
            RunAsync(() => helm.RollbackAsync(store, revision, historyMax, cancellationToken));

        public Task UninstallAsync(StoreResources store, CancellationToken cancellationToken) =>
            helm.UninstallAsync(store, cancellationToken);

        private async Task RunAsync(Func<Task> run)
        {
            Runs++;
            Before?.Invoke();
            await run();
            After?.Invoke();
        }
    }
}
