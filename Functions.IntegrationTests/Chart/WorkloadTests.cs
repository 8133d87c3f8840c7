using System.Globalization;
using Functions.IntegrationTests.Helm;
using k8s.Models;

namespace Functions.IntegrationTests.Chart;

public sealed class WorkloadTests
{
    public static TheoryData<string, string> Variants => ChartVariants.All;

    [Theory]
    [MemberData(nameof(Variants))]
    public async Task The_quota_admits_shop_database_four_jobs_their_volumes_and_two_pods_of_others(string values, string set)
    {
        var chart = await RenderedChart.RenderAsync(values, set);
        var hard = chart.Single<V1ResourceQuota>("store").Spec.Hard;
        var job = chart.Pod("install").Spec.Containers[0].Resources;
        var servers = new[] { chart.Pod("web"), chart.Pod("database") }.Select(pod => pod.Spec.Containers.Single().Resources).ToList();

        Assert.All(chart.Pods.SelectMany(pod => pod.Containers), container => Assert.NotNull(container.Resources?.Limits));
        foreach (var resource in new[] { "cpu", "memory" })
        {
            var requests = servers.Sum(server => Amount(server.Requests[resource])) + (6 * Amount(job.Requests[resource]));
            var limits = servers.Sum(server => Amount(server.Limits[resource])) + (6 * Amount(job.Limits[resource]));
            Assert.True(Amount(hard[$"requests.{resource}"]) >= requests);
            Assert.True(Amount(hard[$"limits.{resource}"]) >= limits);
        }

        Assert.Equal(8, Amount(hard["pods"]));
        var templates = chart.All<V1StatefulSet>().SelectMany(set => set.Spec.VolumeClaimTemplates);
        var claims = chart.All<V1PersistentVolumeClaim>().Concat(templates).ToList();
        Assert.Equal(2, claims.Count);
        Assert.Equal(claims.Count + 2, Amount(hard["persistentvolumeclaims"]));
        Assert.True(Amount(hard["requests.storage"]) >= claims.Sum(claim => Amount(claim.Spec.Resources.Requests["storage"])));
        Assert.Equal(chart.All<V1Service>().Count(service => service.Spec.Type == "LoadBalancer"), Amount(hard["services.loadbalancers"]));
        // The solver of an HTTP-01 challenge is reached by a node port.
        var solvers = set.Contains("clusterIssuer", StringComparison.Ordinal) ? 1 : 0;
        var nodePorts = chart.All<V1Service>().Count(service => service.Spec.Type is "LoadBalancer" or "NodePort");
        Assert.Equal(nodePorts + solvers, Amount(hard["services.nodeports"]));
        var defaults = chart.Single<V1LimitRange>("store").Spec.Limits.Single();
        Assert.Equal(
            (job.Requests["memory"], job.Limits["memory"]), (defaults.DefaultRequest["memory"], defaults.DefaultProperty["memory"]));
    }

    /// <summary>What a server needs by itself and for a connection was measured with its pool full and every connection sorting: 418 MB
    /// resident for MySQL 9.7 on the small plan.</summary>
    [Theory]
    [InlineData("mariadb", 128)]
    [InlineData("mysql", 208)]
    public async Task The_database_with_all_its_connections_at_work_fits_into_its_plan(string engine, int server)
    {
        foreach (var plan in new[] { "small", "medium", "large" })
        {
            var chart = await RenderedChart.RenderAsync("local", $"plan={plan},database.engine={engine}");
            var container = chart.Pod("database").Spec.Containers.Single();
            var site = chart.Single<V1ConfigMap>("config").Data["site.conf"];
            var workers = int.Parse(site.Split("MaxRequestWorkers ")[1].Split('\n')[0], CultureInfo.InvariantCulture);

            var connections = Option("max-connections");
            var (pool, log) = (Option("innodb-buffer-pool-size"), Option("innodb-log-buffer-size"));
            Assert.True(connections >= workers + 16);
            Assert.True(pool >= 128);
            var needs = server + log + (pool * 1.06) + (connections * 4);
            Assert.True(needs <= (double)Amount(container.Resources.Limits["memory"]) / 1048576, $"{plan} needs {needs} MiB");

            int Option(string name) => int.Parse(
                container.Args.Single(argument => argument.StartsWith($"--{name}=", StringComparison.Ordinal)).Split('=')[1].TrimEnd('M'),
                CultureInfo.InvariantCulture);
        }
    }

    [Theory]
    [InlineData("", 900)]
    [InlineData("install.databaseTimeout=601", 601)]
    public async Task Whoever_waits_for_the_database_waits_as_long(string set, int seconds)
    {
        var chart = await RenderedChart.RenderAsync("local", set);

        var probe = chart.Pod("database").Spec.Containers.Single().StartupProbe;
        Assert.InRange(probe.PeriodSeconds!.Value * probe.FailureThreshold!.Value, seconds, seconds + 4);
        var install = chart.All<V1Job>().Single();
        var variables = install.Spec.Template.Spec.Containers.Single().Env;
        Assert.Equal($"{seconds}", variables.Single(variable => variable.Name == "STORE_DATABASE_TIMEOUT").Value);
        Assert.Equal(seconds + 1800, install.Spec.ActiveDeadlineSeconds);
        Assert.True(chart.All<V1Deployment>().Single().Spec.ProgressDeadlineSeconds > install.Spec.ActiveDeadlineSeconds);
    }

    [Fact]
    public async Task The_install_makes_its_files_where_the_shop_has_them()
    {
        var chart = await RenderedChart.RenderAsync("local");

        var (install, shop) = (chart.Pod("install").Spec, chart.Pod("web"));
        Assert.Equal(Uploads(shop.Spec), Uploads(install));
        // The volume is mounted on one node at a time.
        var together = Assert.Single(install.Affinity.PodAffinity.RequiredDuringSchedulingIgnoredDuringExecution);
        Assert.Equal("kubernetes.io/hostname", together.TopologyKey);
        Assert.True(PolicyModel.Selects(together.LabelSelector, shop));
        Assert.False(PolicyModel.Selects(together.LabelSelector, chart.Pod("database")));
        Assert.Null(chart.Pod("shop-check").Spec.Affinity);

        static (string Claim, string Path, string SubPath) Uploads(V1PodSpec pod)
        {
            var volume = pod.Volumes.Single(volume => volume.PersistentVolumeClaim is not null);
            var mount = pod.Containers.Single().VolumeMounts.Single(mount => mount.Name == volume.Name);
            return (volume.PersistentVolumeClaim.ClaimName, mount.MountPath, mount.SubPath);
        }
    }

    [Fact]
    public async Task A_larger_plan_gives_more()
    {
        var plans = new List<RenderedChart>();
        foreach (var plan in new[] { "small", "medium", "large" })
        {
            plans.Add(await RenderedChart.RenderAsync("local", $"plan={plan}"));
        }

        foreach (var (less, more) in plans.Zip(plans.Skip(1)))
        {
            foreach (var key in new[] { "requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "requests.storage" })
            {
                Assert.True(Of(less, key) < Of(more, key));
            }
        }

        static decimal Of(RenderedChart chart, string key) => Amount(chart.Single<V1ResourceQuota>("store").Spec.Hard[key]);
    }

    [Fact]
    public async Task The_database_is_probed_by_a_query_over_tcp_without_the_password_in_its_arguments()
    {
        foreach (var engine in new[] { "mariadb", "mysql" })
        {
            var chart = await RenderedChart.RenderAsync("local", $"database.engine={engine}");
            var container = chart.Pod("database").Spec.Containers.Single();
            foreach (var probe in new[] { container.StartupProbe, container.ReadinessProbe })
            {
                var command = string.Join(' ', probe.Exec.Command);
                Assert.Contains($"exec {engine} ", command, StringComparison.Ordinal);
                Assert.Contains("--protocol=tcp --host=127.0.0.1", command, StringComparison.Ordinal);
                Assert.Contains("SELECT 1", command, StringComparison.Ordinal);
                Assert.DoesNotContain("--password", command, StringComparison.Ordinal);
            }

            // Alive is not the same as ready: a refused password is an answer too.
            var ping = string.Join(' ', container.LivenessProbe.Exec.Command);
            Assert.Contains($"exec {(engine == "mariadb" ? "mariadb-admin" : "mysqladmin")} ", ping, StringComparison.Ordinal);
            Assert.EndsWith(" ping", ping, StringComparison.Ordinal);
            Assert.DoesNotContain("--password", ping, StringComparison.Ordinal);
            Assert.StartsWith($"{engine}:", container.Image, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_slow_install_restarts_nothing_and_the_shop_is_not_ready_before_its_end()
    {
        var web = (await RenderedChart.RenderAsync("local")).Pod("web").Spec.Containers.Single();

        // Alive as soon as Apache listens; ready when the shop's own page says that the install has ended.
        Assert.NotNull(web.StartupProbe.TcpSocket);
        Assert.NotNull(web.LivenessProbe.TcpSocket);
        Assert.Equal("/health.php", web.ReadinessProbe.HttpGet.Path);
        var page = await File.ReadAllTextAsync(Path.Combine(HelmTool.StoreChart, "files", "health.php"));
        Assert.DoesNotContain("wp-load", page, StringComparison.Ordinal);
        var database = (await RenderedChart.RenderAsync("local")).Pod("database").Spec.Containers.Single();
        Assert.True(database.StartupProbe.PeriodSeconds * database.StartupProbe.FailureThreshold >= 600);
    }

    [Fact]
    public async Task Servers_end_gracefully()
    {
        var chart = await RenderedChart.RenderAsync("local");

        Assert.NotNull(chart.Pod("web").Spec.Containers.Single().Lifecycle.PreStop);
        Assert.True(chart.Pod("web").Spec.TerminationGracePeriodSeconds >= 30);
        Assert.True(chart.Pod("database").Spec.TerminationGracePeriodSeconds >= 60);
        Assert.Equal("Recreate", chart.Single<V1Deployment>("web").Spec.Strategy.Type);
        Assert.Equal(["database", "web"], chart.All<V1PodDisruptionBudget>().Select(budget => budget.Metadata.Name).Order());
        Assert.All(
            chart.All<V1PodDisruptionBudget>(),
            budget => Assert.True(PolicyModel.Selects(budget.Spec.Selector, chart.Pod(budget.Metadata.Name))));
    }

    [Fact]
    public async Task The_install_job_is_named_for_the_revision_and_is_no_hook()
    {
        var job = (await RenderedChart.RenderAsync("local")).Single<V1Job>("install-1");

        Assert.Null(job.Metadata.Annotations);
        Assert.True(job.Spec.BackoffLimit > 0);
        Assert.NotNull(job.Spec.ActiveDeadlineSeconds);
        Assert.Equal("Never", job.Spec.Template.Spec.RestartPolicy);
        Assert.Equal("FallbackToLogsOnError", job.Spec.Template.Spec.Containers.Single().TerminationMessagePolicy);
    }

    [Fact]
    public async Task Checks_can_be_created_on_demand_and_are_helm_tests()
    {
        var chart = await RenderedChart.RenderAsync("local");
        var checks = chart.Single<V1ConfigMap>("checks").Data;

        foreach (var check in new[] { "shop-check", "isolation-check" })
        {
            var job = k8s.KubernetesYaml.Deserialize<V1Job>(checks[check]);
            Assert.Equal($"{check}-", job.Metadata.GenerateName);
            // A Job of the release would count as one of the store's workloads.
            Assert.Null(job.Metadata.Labels);
            Assert.Equal(0, job.Spec.BackoffLimit);
            Assert.Equal("test", chart.Single<V1Pod>($"test-{check}").Metadata.Annotations["helm.sh/hook"]);
            Assert.Equal(["php", $"/opt/store/{check}.php"], job.Spec.Template.Spec.Containers.Single().Command);
        }
    }

    [Fact]
    public async Task Volumes_go_with_the_store_and_production_changes_only_class_and_exposure()
    {
        var (local, gcp) = (await RenderedChart.RenderAsync("local"), await RenderedChart.RenderAsync("gcp"));

        Assert.Equal("Delete", local.Single<V1StatefulSet>("database").Spec.PersistentVolumeClaimRetentionPolicy.WhenDeleted);
        Assert.Null(local.Single<V1PersistentVolumeClaim>("uploads").Spec.StorageClassName);
        Assert.Equal("standard-rwo", gcp.Single<V1PersistentVolumeClaim>("uploads").Spec.StorageClassName);
        Assert.Equal("standard-rwo", gcp.Single<V1StatefulSet>("database").Spec.VolumeClaimTemplates.Single().Spec.StorageClassName);
        Assert.Equal("NodePort", local.Single<V1Service>("web").Spec.Type);
        Assert.Equal("LoadBalancer", gcp.Single<V1Service>("web").Spec.Type);
    }

    [Fact]
    public async Task WordPress_cron_is_a_cronjob_and_runs_on_no_visit()
    {
        var chart = await RenderedChart.RenderAsync("local");

        Assert.Contains("http://cron/wp-cron.php?doing_wp_cron", chart.Pod("cron").Spec.Containers.Single().Command);
        Assert.Equal("Forbid", chart.Single<V1CronJob>("cron").Spec.ConcurrencyPolicy);
        Assert.Null(chart.Single<V1CronJob>("cron").Spec.JobTemplate.Metadata?.Labels);
        var configuration = chart.Single<V1ConfigMap>("config").Data["wp-config.php"];
        Assert.Contains("define( 'DISABLE_WP_CRON', true );", configuration, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_old_cluster_gets_no_kind_that_it_lacks()
    {
        var old = await RenderedChart.RenderAsync("local", "", "1.20.0");

        Assert.Empty(old.All<V1CronJob>());
        Assert.Empty(old.All<V1PodDisruptionBudget>());
        Assert.Null(old.Single<V1StatefulSet>("database").Spec.PersistentVolumeClaimRetentionPolicy);
        // helm's server-side apply needs it there.
        Assert.All(old.All<V1Service>().SelectMany(service => service.Spec.Ports), port => Assert.Equal("TCP", port.Protocol));
        var ports = old.Pods.SelectMany(pod => pod.Containers).SelectMany(container => container.Ports ?? []);
        Assert.All(ports, port => Assert.Equal("TCP", port.Protocol));
        var off = await RenderedChart.RenderAsync("local", "cron.enabled=false,podDisruptionBudget.enabled=false");
        Assert.Empty(off.All<V1CronJob>());
        Assert.Empty(off.All<V1PodDisruptionBudget>());
    }

    [Fact]
    public async Task Schedules_of_stores_are_spread_by_their_names_unless_one_is_given()
    {
        var minutes = new List<string>();
        foreach (var number in Enumerable.Range(0, 25))
        {
            var schedule = (await RenderedChart.RenderAsync("local", $"store.name=shop-{number}")).Single<V1CronJob>("cron").Spec.Schedule;
            Assert.Matches(@"^[0-4]-59/5 \* \* \* \*$", schedule);
            minutes.Add(schedule[..1]);
        }

        Assert.All(minutes.GroupBy(minute => minute), group => Assert.InRange(group.Count(), 2, 9));
        Assert.Equal(5, minutes.Distinct().Count());
        var given = await RenderedChart.RenderAsync("local", "cron.schedule=7 * * * *");
        Assert.Equal("7 * * * *", given.Single<V1CronJob>("cron").Spec.Schedule);
    }

    [Fact]
    public async Task System_tables_follow_a_newer_MariaDB()
    {
        var mariadb = (await RenderedChart.RenderAsync("local")).Pod("database").Spec.Containers.Single();
        Assert.Equal("1", mariadb.Env.Single(variable => variable.Name == "MARIADB_AUTO_UPGRADE").Value);
        var mysql = (await RenderedChart.RenderAsync("local", "database.engine=mysql")).Pod("database").Spec.Containers.Single();
        Assert.DoesNotContain(mysql.Env, variable => variable.Name.EndsWith("_AUTO_UPGRADE", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Every_pod_runs_where_it_may_and_pulls_its_image_as_it_must()
    {
        var chart = await RenderedChart.RenderAsync("local", "imagePullSecrets={registry},scheduling.priorityClassName=shops,"
            + "scheduling.nodeSelector.pool=shops,scheduling.tolerations[0].key=only,scheduling.tolerations[0].value=shops");
        Assert.All(chart.Pods, pod =>
        {
            Assert.Equal("registry", Assert.Single(pod.Spec.ImagePullSecrets).Name);
            Assert.Equal("shops", pod.Spec.PriorityClassName);
            Assert.Equal("shops", pod.Spec.NodeSelector["pool"]);
            Assert.Equal(("only", "shops"), (Assert.Single(pod.Spec.Tolerations).Key, pod.Spec.Tolerations[0].Value));
        });
        Assert.All((await RenderedChart.RenderAsync("local")).Pods, pod => Assert.True(
            pod.Spec is { ImagePullSecrets: null, PriorityClassName: null, NodeSelector: null, Tolerations: null }));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("exposure.type=LoadBalancer,exposure.host=shop.example.com", "shop.example.com")]
    [InlineData("exposure.type=Ingress,exposure.host=shop.example.com", "")]
    public async Task The_shops_service_has_the_annotations_that_are_asked_for_beside_the_charts_own(string set, string host)
    {
        const string Asked = @"exposure.serviceAnnotations.cloud\.example\.com/internal=yes";
        var chart = await RenderedChart.RenderAsync("local", $"{set},{Asked}".TrimStart(','));
        var annotations = chart.Single<V1Service>("web").Metadata.Annotations;
        Assert.Equal("yes", annotations["cloud.example.com/internal"]);
        Assert.Equal(host.Length > 0, annotations.TryGetValue("serverless-stores/host", out var found) && found == host);
        Assert.Null(chart.Single<V1Service>("database").Metadata.Annotations);
    }

    private static decimal Amount(ResourceQuantity quantity) =>
        decimal.Parse(quantity.ToDecimal().ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
}
