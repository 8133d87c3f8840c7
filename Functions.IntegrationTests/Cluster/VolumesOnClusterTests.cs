using Functions.Activities.Provision;
using Functions.Helm;
using Functions.IntegrationTests.Helm;
using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Releases;
using Functions.Secrets;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Releases;

namespace Functions.IntegrationTests.Cluster;

/// <summary>Running stores whose objects cannot become what the chart says: volumes that have grown, or are to, and what Kubernetes never
/// changes.</summary>
[Collection(ClusterCollection.Name)]
[Trait("Category", ClusterCollection.Category)]
[Trait("Node", "Simulated")]
public sealed class VolumesOnClusterTests : IAsyncLifetime
{
    private const string Uploads = "uploads";
    private const string Database = "data-database-0";

    private readonly TestCluster _cluster;
    private readonly StoreIdentity _store = new(StoreName.Parse(TestCluster.UniqueName("volumes")), 1, "tests");
    private readonly string _class = TestCluster.UniqueName("class");
    private readonly TempFolder _folder = new();
    private readonly ClusterConnection _connection;
    private readonly HelmBinary _binary = new(Options.Create(new HelmOptions()));

    public VolumesOnClusterTests(TestCluster cluster)
    {
        _cluster = cluster;
        _connection = new(Options.Create(new KubernetesOptions { Kubeconfig = cluster.KubeconfigPath }), TimeProvider.System);
    }

    private string Namespace => _store.Resources.Namespace;

    private ReleaseObjects Objects => new(_connection, Records);

    private ReleaseRecords Records => new(_connection, TimeProvider.System);

    public async Task InitializeAsync()
    {
        await _cluster.CreateNamespaceAsync(Namespace);
        // Without its passwords no container starts.
        var passwords = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = StoreResources.CredentialsSecret },
            StringData = StoreCredentials.Keys.ToDictionary(key => key, StoreCredentials.Create),
        };
        await _cluster.Client.CoreV1.CreateNamespacedSecretAsync(passwords, Namespace);
    }

    public async Task DisposeAsync()
    {
        await _cluster.Client.CoreV1.DeleteNamespaceAsync(Namespace);
        _connection.Dispose();
        _binary.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Volumes_that_were_enlarged_by_hand_stay_so_through_repairs_and_upgrades()
    {
        await MakeClassAsync(canGrow: true);
        await InstallAsync("one", isRunning: false);
        await _cluster.Admin.CoreV1.PatchNamespacedResourceQuotaAsync(
            Merge("""{"spec":{"hard":{"requests.storage":"20Gi"}}}"""), "store", Namespace);
        foreach (var claim in new[] { Uploads, Database })
        {
            await Eventually.TrueAsync(async () => await TryToGrowAsync(claim, "7Gi"), () => $"{claim} should grow");
        }

        await Eventually.TrueAsync(
            async () => (await Objects.ReapplyAsync(_store.Resources, CancellationToken.None)).State == LookState.Done,
            () => "it should be applied again");
        await InstallAsync("two", isRunning: true, engine: DatabaseEngine.MySql);
        var revisions = await Records.ReadAsync(_store.Resources, CancellationToken.None);
        Assert.Equal((2, ReleaseStatus.Deployed), (revisions[^1].Revision, revisions[^1].Status));
        Assert.Equal(("7Gi", "7Gi"), await SizesAsync());

        await InstallAsync("three", isRunning: true, engine: DatabaseEngine.MySql);
        Assert.Equal(2, (await Records.ReadAsync(_store.Resources, CancellationToken.None))[^1].Revision);
    }

    [Fact]
    public async Task A_plan_with_more_storage_lets_the_volumes_grow_and_the_database_run_on()
    {
        await MakeClassAsync(canGrow: true);
        await InstallAsync("one", isRunning: false);
        var (pod, claim) = await DatabaseAsync();

        await InstallAsync("two", isRunning: true, plan: "5Gi");

        Assert.Equal(("5Gi", "5Gi"), await SizesAsync());
        var set = await _cluster.Client.AppsV1.ReadNamespacedStatefulSetAsync("database", Namespace);
        Assert.Equal("5Gi", set.Spec.VolumeClaimTemplates[0].Spec.Resources.Requests["storage"].ToString());
        Assert.Equal((pod, claim), await DatabaseAsync());
        await Eventually.TrueAsync(
            async () => (await _cluster.Client.AppsV1.ReadNamespacedStatefulSetAsync("database", Namespace)).Status.ReadyReplicas == 1,
            () => "it should be ready");
    }

    [Fact]
    public async Task What_can_never_be_is_said_by_field_before_anything_is_changed()
    {
        await MakeClassAsync(canGrow: false);
        await InstallAsync("one", isRunning: false);
        var set = (await _cluster.Client.AppsV1.ReadNamespacedStatefulSetAsync("database", Namespace)).Metadata.Uid;

        var larger = await Assert.ThrowsAsync<PermanentStoreFailureException>(() => LookAsync("two", isRunning: true, plan: "5Gi"));
        var elsewhere = await Assert.ThrowsAsync<PermanentStoreFailureException>(
            () => LookAsync("two", isRunning: true, storageClass: "another"));

        Assert.All([larger, elsewhere], refused => Assert.Equal("ImmutableField", refused.Failure.Reason));
        Assert.All(
            [
                $"PersistentVolumeClaim {Uploads}: ",
                $"PersistentVolumeClaim {Database}: spec.resources.requests.storage: is 2Gi and cannot become 5Gi",
            ],
            part => Assert.Contains(part, larger.Message, StringComparison.Ordinal));
        Assert.All(
            [
                $"PersistentVolumeClaim {Uploads}: spec",
                $"PersistentVolumeClaim {Database}: spec.storageClassName: is {_class} and cannot become another",
            ],
            part => Assert.Contains(part, elsewhere.Message, StringComparison.Ordinal));
        Assert.Equal(1, Assert.Single(await Records.ReadAsync(_store.Resources, CancellationToken.None)).Revision);
        Assert.Equal(set, (await _cluster.Client.AppsV1.ReadNamespacedStatefulSetAsync("database", Namespace)).Metadata.Uid);
        Assert.Equal(("2Gi", "2Gi"), await SizesAsync());
    }

    [Fact]
    public async Task A_set_that_an_older_chart_made_to_go_in_order_makes_way_without_its_pod()
    {
        await MakeClassAsync(canGrow: false);
        await InstallAsync("one", isRunning: false, chart: OlderChart());
        var (pod, claim) = await DatabaseAsync();
        Assert.NotEqual(
            "Parallel", (await _cluster.Client.AppsV1.ReadNamespacedStatefulSetAsync("database", Namespace)).Spec.PodManagementPolicy);

        await InstallAsync("two", isRunning: true);

        Assert.Equal(
            "Parallel", (await _cluster.Client.AppsV1.ReadNamespacedStatefulSetAsync("database", Namespace)).Spec.PodManagementPolicy);
        Assert.Equal((pod, claim), await DatabaseAsync());
    }

    [Fact]
    public async Task A_job_that_is_left_of_a_lost_release_makes_way()
    {
        await MakeClassAsync(canGrow: false);
        await InstallAsync("one", isRunning: false);
        await _cluster.Admin.CoreV1.DeleteNamespacedSecretAsync($"sh.helm.release.v1.{_store.Resources.Release}.v1", Namespace);

        await InstallAsync("two", isRunning: true, values: "shop: {title: Another}");

        Assert.Equal(ReleaseStatus.Deployed, Assert.Single(await Records.ReadAsync(_store.Resources, CancellationToken.None)).Status);
    }

    private static V1Patch Merge(string json) => new(json, V1Patch.PatchType.MergePatch);

    private Task MakeClassAsync(bool canGrow) => _cluster.Admin.StorageV1.CreateStorageClassAsync(new V1StorageClass
    {
        Metadata = new V1ObjectMeta { Name = _class },
        Provisioner = "kubernetes.io/host-path",
        AllowVolumeExpansion = canGrow,
    });

    private async Task InstallAsync(
        string operation, bool isRunning, DatabaseEngine engine = DatabaseEngine.MariaDb, string plan = "2Gi", string? chart = null,
        string values = "")
    {
        var look = Look.Done;
        await Eventually.TrueAsync(
            async () => (look = await LookAsync(operation, isRunning, engine, plan, chart: chart, values: values)).State == LookState.Done,
            () => $"{look.Reason}");
        await Eventually.TrueAsync(
            async () => (await _cluster.Client.CoreV1.ListNamespacedPersistentVolumeClaimAsync(Namespace)).Items
                .Count(claim => claim.Status.Phase == "Bound") == 2,
            () => "both volumes should be there");
    }

    private async Task<Look> LookAsync(
        string operation, bool isRunning, DatabaseEngine engine = DatabaseEngine.MariaDb, string plan = "2Gi", string? storageClass = null,
        string? chart = null, string values = "")
    {
        var file = Path.Combine(_folder.Path, "values.yaml");
        await File.WriteAllTextAsync(file, $$$$"""
            storage: {className: {{{{storageClass ?? _class}}}}}
            plans: {small: {web: {storage: {{{{plan}}}}}, database: {storage: {{{{plan}}}}}, quota: {storage: 10Gi}}}
            {{{{values}}}}
            """);
        var options = Options.Create(new HelmOptions { ValuesFiles = { file }, Chart = chart ?? HelmTool.StoreChart });
        var install = new InstallRelease(
            new HelmCli(_binary, _connection, options, NullLogger<HelmCli>.Instance), Records, Objects, new NoCopiedSecrets(),
            Options.Create(new OperationSettings()), NullLogger<InstallRelease>.Instance);
        var spec = new StoreSpec(_store.Name, StorePlan.Small, engine);
        return await install.InstallAsync(new InstallReleaseInput(_store, operation, spec, isRunning), CancellationToken.None);
    }

    private async Task<bool> TryToGrowAsync(string claim, string size)
    {
        try
        {
            await _cluster.Admin.CoreV1.PatchNamespacedPersistentVolumeClaimAsync(
                Merge($$$$$"""{"spec":{"resources":{"requests":{"storage":"{{{{{size}}}}}"}}}}"""), claim, Namespace);
            return true;
        }
        catch (k8s.Autorest.HttpOperationException exception) when (
            exception.Response.Content.Contains("exceeded quota", StringComparison.Ordinal))
        {
            return false;
        }
    }

    private async Task<(string Uploads, string Database)> SizesAsync() => (await SizeAsync(Uploads), await SizeAsync(Database));

    private async Task<string> SizeAsync(string claim) =>
        (await _cluster.Client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync(
            claim, Namespace)).Spec.Resources.Requests["storage"].ToString();

    private async Task<(string Pod, string Claim)> DatabaseAsync() => (
        (await _cluster.Admin.CoreV1.ReadNamespacedPodAsync("database-0", Namespace)).Uid(),
        (await _cluster.Client.CoreV1.ReadNamespacedPersistentVolumeClaimAsync(Database, Namespace)).Uid());

    private string OlderChart()
    {
        var chart = Path.Combine(_folder.Path, "chart");
        foreach (var file in Directory.EnumerateFiles(HelmTool.StoreChart, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(chart, Path.GetRelativePath(HelmTool.StoreChart, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        var database = Path.Combine(chart, "templates", "database.yaml");
        var template = File.ReadAllText(database);
        Assert.Contains("  podManagementPolicy: Parallel\n", template, StringComparison.Ordinal);
        File.WriteAllText(database, template.Replace("  podManagementPolicy: Parallel\n", "", StringComparison.Ordinal));
        return chart;
    }
}
