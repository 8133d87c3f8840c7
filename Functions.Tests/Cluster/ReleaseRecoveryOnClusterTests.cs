using Functions.Activities;
using Functions.Helm;
using Functions.Kubernetes;
using Functions.Stores;
using Functions.Tests.Helm;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Functions.Tests.Cluster;

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
        _records = new ReleaseRecords(_connection);
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
        Assert.InRange(installed.ChangedAt, DateTime.UnixEpoch.AddYears(50), DateTime.MaxValue);

        await InstallAsync("one");
        await InstallAsync("two");
        Assert.Equal([installed], await _records.ReadAsync(Resources, CancellationToken.None));

        await InstallAsync("two", engine: DatabaseEngine.MySql);
        await InstallAsync("two", engine: DatabaseEngine.MySql);
        Assert.Equal([1, 2], (await _records.ReadAsync(Resources, CancellationToken.None)).Select(revision => revision.Revision));

        await InstallAsync("three");
        await InstallAsync("four", engine: DatabaseEngine.MySql);
        var revisions = await _records.ReadAsync(Resources, CancellationToken.None);
        Assert.Equal([(2, ReleaseStatus.Superseded), (3, ReleaseStatus.Superseded), (4, ReleaseStatus.Deployed)], revisions.Select(revision => (revision.Revision, revision.Status)));
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
        Assert.Equal(_helm.MarkOf(StoreValues.For(Spec()), "two").Content, last.Mark!.Content);
        Assert.Equal(volume, await ClaimUidAsync());
    }

    [Fact]
    public async Task A_first_install_that_failed_is_upgraded()
    {
        using var failing = Failing();
        var run = await HelmTool.RunAsync(_cluster.KubeconfigPath, "install", "--namespace", Resources.Namespace, "--", Resources.Release, failing.Path);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Equal(ReleaseStatus.Failed, Assert.Single(await _records.ReadAsync(Resources, CancellationToken.None)).Status);

        await InstallAsync("one");

        Assert.Equal([(1, ReleaseStatus.Superseded), (2, ReleaseStatus.Deployed)], (await _records.ReadAsync(Resources, CancellationToken.None)).Select(revision => (revision.Revision, revision.Status)));
    }

    [Fact]
    public async Task A_helm_that_fails_though_its_work_is_done_has_succeeded_and_one_that_may_still_run_is_waited_for()
    {
        await InstallAsync("one");
        var lying = new InterferingHelm(_helm) { After = () => throw new TransientStoreFailureException("HelmTimedOut", "killed at its last line") };
        await InstallAsync("two", lying, DatabaseEngine.MySql);
        Assert.Equal(1, lying.Runs);

        var refused = new InterferingHelm(_helm) { Before = () => throw new PermanentStoreFailureException("InvalidValues", "no") };
        var failure = await Assert.ThrowsAsync<PermanentStoreFailureException>(() => InstallAsync("three", refused));
        Assert.Equal(("InvalidValues", 1), (failure.Failure.Reason, refused.Runs));

        // As a helm of the same operation leaves it that another delivery of the activity started just now.
        var name = $"sh.helm.release.v1.{Resources.Release}.v2";
        var record = await _cluster.Client.CoreV1.ReadNamespacedSecretAsync(name, Resources.Namespace);
        record.Metadata.Labels["status"] = "pending-upgrade";
        record.Metadata.Labels["modifiedAt"] = DateTimeOffset.Parse("2100-01-01", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        await _cluster.Client.CoreV1.ReplaceNamespacedSecretAsync(record, name, Resources.Namespace);
        var waiting = await LookAsync("two", _helm, DatabaseEngine.MySql);
        Assert.Equal((LookState.NotYet, "ReleasePending"), (waiting.State, waiting.Reason!.Reason));
    }

    [Fact]
    public async Task A_rollback_that_is_done_has_succeeded_whatever_helm_says_and_one_that_is_not_has_failed()
    {
        await InstallAsync("one");
        var lying = new InterferingHelm(_helm)
        {
            After = () => throw new TransientStoreFailureException("HelmTimedOut", "killed at its last line"),
        };
        await new ReapplyRelease(_records, lying).ReapplyAsync(Resources, CancellationToken.None);
        var applied = (await _records.ReadAsync(Resources, CancellationToken.None))[^1];
        Assert.Equal((2, ReleaseStatus.Deployed), (applied.Revision, applied.Status));

        var refused = new InterferingHelm(_helm) { Before = () => throw new PermanentStoreFailureException("Forbidden", "no") };
        var failure = await Assert.ThrowsAsync<PermanentStoreFailureException>(
            () => new ReapplyRelease(_records, refused).ReapplyAsync(Resources, CancellationToken.None));
        Assert.Equal("Forbidden", failure.Failure.Reason);
    }

    private async Task<string> ClaimUidAsync()
    {
        V1PersistentVolumeClaim? claim = null;
        await Eventually.TrueAsync(
            async () => (claim = (await _cluster.Client.CoreV1.ListNamespacedPersistentVolumeClaimAsync(Resources.Namespace)).Items.FirstOrDefault(found => found.Name().StartsWith("data-", StringComparison.Ordinal))) is not null,
            () => "the database should have its claim");
        return claim!.Uid();
    }

    private Task InstallAsync(string operation, DatabaseEngine engine = DatabaseEngine.MariaDb) => InstallAsync(operation, _helm, engine);

    private async Task InstallAsync(string operation, IHelm helm, DatabaseEngine engine = DatabaseEngine.MariaDb) =>
        Assert.Equal(Look.Done, await LookAsync(operation, helm, engine));

    private Task<Look> LookAsync(string operation, IHelm helm, DatabaseEngine engine) =>
        new InstallRelease(helm, _records, TimeProvider.System, NullLogger<InstallRelease>.Instance)
            .InstallAsync(new InstallReleaseInput(_store, operation, Spec(engine)), CancellationToken.None);

    private StoreSpec Spec(DatabaseEngine engine = DatabaseEngine.MariaDb) => new(_store.Name, StorePlan.Small, engine);

    /// <summary>A chart of the store's name whose one object the API server refuses.</summary>
    private static TempFolder Failing()
    {
        var folder = new TempFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "templates"));
        File.WriteAllText(Path.Combine(folder.Path, "Chart.yaml"), "apiVersion: v2\nname: store\nversion: 0.0.1\n");
        File.WriteAllText(Path.Combine(folder.Path, "templates", "all.yaml"), "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: refused, labels: {wrong: \"not a label value!\"}}\n");
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

        public Task UpgradeInstallAsync(StoreResources store, StoreValues values, ReleaseMark mark, CancellationToken cancellationToken) =>
            RunAsync(() => helm.UpgradeInstallAsync(store, values, mark, cancellationToken));

        public Task RollbackAsync(StoreResources store, int revision, CancellationToken cancellationToken) =>
            RunAsync(() => helm.RollbackAsync(store, revision, cancellationToken));

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
