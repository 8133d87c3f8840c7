using Functions.SimulatedCluster.Faults;
using k8s;
using k8s.Models;

namespace Functions.IntegrationTests.SimulatedCluster;

/// <summary>Jobs, CronJobs and Deployments over time.</summary>
public sealed class WorkloadLifecycleTests : SimulatedClusterTest
{
    [Fact]
    public async Task A_job_whose_pods_fail_ends_when_its_limit_is_passed()
    {
        Faults.Add(new FaultRule(Fault.CrashLoopBackOff) { NamePrefix = "install-", ExitCode = 3 });
        await CreateJobAsync("install", "Never", backoffLimit: 1);

        var job = await FinishedAsync("install");

        Assert.Equal(("Failed", "BackoffLimitExceeded"), (job.Status.Conditions.Single().Type, job.Status.Conditions.Single().Reason));
        Assert.Equal((2, 0, 0), (job.Status.Failed, job.Status.Succeeded, job.Status.Active));
        var pods = (await Client.CoreV1.ListNamespacedPodAsync(Ns, labelSelector: "job-name=install")).Items;
        Assert.All(
            pods, pod => Assert.Equal(("Failed", 3), (pod.Status.Phase, pod.Status.ContainerStatuses.Single().State.Terminated.ExitCode)));
        Assert.Equal("SuccessfulCreate SuccessfulCreate BackoffLimitExceeded", await ReasonsAsync("install"));
    }

    [Fact]
    public async Task A_job_that_restarts_its_containers_counts_their_restarts_as_failures()
    {
        Faults.Add(new FaultRule(Fault.CrashLoopBackOff) { NamePrefix = "install-" });
        await CreateJobAsync("install", "OnFailure", backoffLimit: 1);
        var job = await FinishedAsync("install");
        Assert.Equal("BackoffLimitExceeded", job.Status.Conditions.Single().Reason);
        await AtOnceAsync(
            async () => (await Client.CoreV1.ListNamespacedPodAsync(Ns, labelSelector: "job-name=install")).Items.Count == 0,
            "its pod should be gone");
    }

    [Fact]
    public async Task A_job_that_fails_at_first_succeeds_in_the_end_and_goes_with_its_time()
    {
        Faults.Add(new FaultRule(Fault.CrashLoopBackOff) { NamePrefix = "install-", Times = 1 });
        await CreateJobAsync("install", "Never", backoffLimit: 2, ttl: 60);
        var job = await FinishedAsync("install");
        Assert.Equal(("Complete", 1, 1), (job.Status.Conditions.Single().Type, job.Status.Failed, job.Status.Succeeded));
        await InTimeAsync(
            async () => (await Client.BatchV1.ListNamespacedJobAsync(Ns)).Items.Count == 0, "it should be gone", TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_job_past_its_deadline_fails()
    {
        await CreateJobAsync("install", "Never", backoffLimit: 1, deadline: 30, fault: Fault.NeverReady);
        Assert.Equal("DeadlineExceeded", (await FinishedAsync("install")).Status.Conditions.Single().Reason);
    }

    [Fact]
    public async Task A_cron_job_makes_jobs_by_its_schedule_keeps_the_last_and_rests_while_suspended()
    {
        await CreateCronJobAsync("wp-cron", "*/5 * * * *", historyLimit: 1);
        Assert.Empty((await Client.BatchV1.ListNamespacedJobAsync(Ns)).Items);

        await InTimeAsync(async () => await JobsAsync() == "wp-cron-29540735", "its first job should run at 9:35", TimeSpan.FromMinutes(1));
        await InTimeAsync(
            async () => await JobsAsync() == "wp-cron-29540740", "only the last job should be kept", TimeSpan.FromSeconds(20));
        await InTimeAsync(
            async () =>
                (await Client.BatchV1.ReadNamespacedCronJobAsync("wp-cron", Ns)).Status is { LastSuccessfulTime: not null, Active: null },
            "its job should succeed");
        Assert.Equal(
            new DateTime(2026, 3, 2, 9, 40, 0, DateTimeKind.Utc),
            (await Client.BatchV1.ReadNamespacedCronJobAsync("wp-cron", Ns)).Status.LastScheduleTime);
        Assert.StartsWith("SuccessfulCreate", await ReasonsAsync("wp-cron"), StringComparison.Ordinal);

        await Client.BatchV1.PatchNamespacedCronJobAsync(
            new V1Patch("""{"spec":{"suspend":true}}""", V1Patch.PatchType.MergePatch), "wp-cron", Ns);
        Clock.Advance(TimeSpan.FromHours(1));
        await CreateCronJobAsync("other", "@hourly");
        await InTimeAsync(
            async () => (await JobsAsync()).Contains("other-", StringComparison.Ordinal),
            "another one should go on",
            TimeSpan.FromMinutes(10));
        Assert.DoesNotContain(
            "wp-cron-295", (await JobsAsync()).Replace("wp-cron-29540740", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cron_job_that_forbids_it_makes_no_job_beside_a_running_one()
    {
        Faults.Add(new FaultRule(Fault.NeverReady) { NamePrefix = "slow-" });
        await CreateCronJobAsync("slow", "* * * * *", policy: "Forbid");
        await InTimeAsync(
            async () => (await ReasonsAsync("slow")).EndsWith("JobAlreadyActive", StringComparison.Ordinal),
            "a second job should be left out",
            TimeSpan.FromSeconds(20));
        Assert.DoesNotContain(' ', await JobsAsync());
    }

    [Fact]
    public async Task A_cron_job_that_is_never_due_says_so()
    {
        await CreateCronJobAsync("never", "59 23 31 2 *");
        await AtOnceAsync(async () => await ReasonsAsync("never") == "InvalidSchedule", "it should be told");
    }

    [Fact]
    public async Task An_update_keeps_the_old_pods_until_new_ones_are_ready_and_says_when_it_takes_too_long()
    {
        await CreateDeploymentAsync("web", replicas: 2);
        await InTimeAsync(
            async () => (await Client.AppsV1.ReadNamespacedDeploymentAsync("web", Ns)).Status?.AvailableReplicas == 2,
            "it should be ready");

        const string stalled =
            """
            {"spec":{"progressDeadlineSeconds":60,"template":{"metadata":{"annotations":{"simulated-cluster/fault":"NeverReady"}}}}}
            """;
        await Client.AppsV1.PatchNamespacedDeploymentAsync(new V1Patch(stalled, V1Patch.PatchType.MergePatch), "web", Ns);

        await InTimeAsync(
            async () => (await Client.AppsV1.ReadNamespacedDeploymentAsync("web", Ns)).Status.Conditions
                .Any(condition => condition is { Type: "Progressing", Reason: "ProgressDeadlineExceeded", Status: "False" }),
            "its deadline should pass",
            TimeSpan.FromSeconds(10));
        var deployment = await Client.AppsV1.ReadNamespacedDeploymentAsync("web", Ns);
        Assert.Equal((3, 1, 2), (deployment.Status.Replicas, deployment.Status.UpdatedReplicas, deployment.Status.AvailableReplicas));
        Assert.Contains(deployment.Status.Conditions, condition => condition is { Type: "Available", Status: "True" });
    }

    private async Task<V1Job> FinishedAsync(string name)
    {
        await InTimeAsync(
            async () => (await Client.BatchV1.ReadNamespacedJobAsync(name, Ns)).Status?.Conditions?.Count > 0, $"{name} should end");
        return await Client.BatchV1.ReadNamespacedJobAsync(name, Ns);
    }

    private async Task<string> JobsAsync() =>
        string.Join(' ', (await Client.BatchV1.ListNamespacedJobAsync(Ns)).Items.Select(job => job.Name()));

    private Task CreateJobAsync(
        string name, string restartPolicy, int backoffLimit, int? deadline = null, int? ttl = null, Fault? fault = null) =>
        Client.BatchV1.CreateNamespacedJobAsync(
            new V1Job
            {
                Metadata = Named(name),
                Spec = new V1JobSpec
                {
                    BackoffLimit = backoffLimit,
                    ActiveDeadlineSeconds = deadline,
                    TtlSecondsAfterFinished = ttl,
                    Template = new V1PodTemplateSpec { Metadata = Named("", fault), Spec = PodSpec(restartPolicy) },
                },
            },
            Ns);

    private Task CreateCronJobAsync(string name, string schedule, string policy = "Allow", int historyLimit = 3) =>
        Client.BatchV1.CreateNamespacedCronJobAsync(
            new V1CronJob
            {
                Metadata = Named(name),
                Spec = new V1CronJobSpec
                {
                    Schedule = schedule,
                    ConcurrencyPolicy = policy,
                    SuccessfulJobsHistoryLimit = historyLimit,
                    JobTemplate = new V1JobTemplateSpec
                    {
                        Spec = new V1JobSpec { Template = new V1PodTemplateSpec { Spec = PodSpec("Never") } },
                    },
                },
            },
            Ns);

    private Task CreateDeploymentAsync(string name, int replicas) => Client.AppsV1.CreateNamespacedDeploymentAsync(
        new V1Deployment
        {
            Metadata = Named(name),
            Spec = new V1DeploymentSpec
            {
                Replicas = replicas,
                Selector = new V1LabelSelector { MatchLabels = new Dictionary<string, string> { ["app"] = name } },
                Template = new V1PodTemplateSpec
                {
                    Metadata = new V1ObjectMeta { Labels = new Dictionary<string, string> { ["app"] = name } },
                    Spec = PodSpec(),
                },
            },
        },
        Ns);
}
