using Functions.SimulatedCluster.Faults;
using Functions.SimulatedCluster.Lifecycle;

namespace Functions.IntegrationTests.SimulatedCluster;

/// <summary>What controllers and the node decide, without a cluster.</summary>
public sealed class LifecycleDecisionTests
{
    [Theory]
    [InlineData("", "ContainerCreating Running Ready")]
    [InlineData(PodStages.HasInitContainers, "ContainerCreating PodInitializing Running Ready")]
    [InlineData(PodStages.RunsToEnd, "ContainerCreating Running Succeeded")]
    [InlineData(
        nameof(Fault.ImagePullBackOff), "ContainerCreating ErrImagePull ImagePullBackOff PullingAgain ErrImagePull ImagePullBackOff")]
    [InlineData(nameof(Fault.CrashLoopBackOff), "ContainerCreating Running Crashed CrashLoopBackOff Restarted Crashed")]
    [InlineData($"{nameof(Fault.CrashLoopBackOff)} {PodStages.FirstCrash}", "ContainerCreating Running Crashed Running Crashed Running")]
    [InlineData(PodStages.CrashesForGood, "ContainerCreating Running Failed")]
    [InlineData(nameof(Fault.NeverReady), "ContainerCreating Running Unready Unready Unready Unready")]
    [InlineData($"{nameof(Fault.NeverReady)} {PodStages.RunsToEnd}", "ContainerCreating Running Unready Unready Unready Unready")]
    public void A_pod_goes_from_stage_to_stage(string holds, string stages)
    {
        var conditions = holds.Split(' ');
        var passed = new List<string>();
        for (var stage = PodStages.All[PodStages.Creating]; stage is not null
            && passed.Count < 6; stage = PodStages.After(stage, conditions.Contains))
        {
            passed.Add(stage.Name);
        }

        Assert.Equal(stages, string.Join(' ', passed));
    }

    [Fact]
    public void What_a_container_lacks_keeps_it_from_being_created_until_it_is_there()
    {
        var kept = PodStages.After(PodStages.All[PodStages.Creating], condition => condition == PodStages.LacksConfiguration)!;

        Assert.Equal("CreateContainerConfigError", kept.Name);
        Assert.Same(kept, PodStages.After(kept, condition => condition == PodStages.LacksConfiguration));
        Assert.Equal(PodStages.Running, PodStages.After(kept, _ => false)!.Name);
    }

    [Theory]
    [InlineData("busybox", true)]
    [InlineData("registry.example.com:5000/team/shop__web:v1.2@sha256:0123456789abcdef0123456789abcdef", true)]
    [InlineData("", false)]
    [InlineData("example/Upper", false)]
    [InlineData("two//slashes", false)]
    [InlineData("no-tag:", false)]
    [InlineData("a space", false)]
    public void A_name_of_an_image_is_one_or_none(string image, bool valid) => Assert.Equal(valid, ImageNames.IsValid(image));

    [Fact]
    public void Every_stage_leads_to_known_ones_and_its_conditions_are_known()
    {
        string[] conditions =
        [
            .. Enum.GetNames<Fault>(), PodStages.HasInitContainers, PodStages.RunsToEnd, PodStages.CrashesForGood, PodStages.FirstCrash,
            PodStages.LacksConfiguration,
        ];
        Assert.All(PodStages.All.Values.SelectMany(stage => stage.Next), next =>
        {
            Assert.Contains(next.Stage, PodStages.All.Keys);
            Assert.True(next.If is null || conditions.Contains(next.If), next.If);
        });
    }

    [Theory]
    [InlineData(true, 2, 2, 2, 0, 0, 0, 0, "old pods go first")]
    [InlineData(true, 2, 0, 0, 0, 0, 2, 0, "then new ones come")]
    [InlineData(false, 1, 0, 0, 0, 0, 1, 0, "a first rollout")]
    [InlineData(false, 1, 1, 1, 0, 0, 1, 1, "one more than desired")]
    [InlineData(false, 1, 1, 1, 1, 0, 1, 1, "the old one waits for the new one")]
    [InlineData(false, 1, 1, 1, 1, 1, 1, 0, "and goes when that is ready")]
    [InlineData(false, 4, 4, 4, 0, 0, 1, 3, "a quarter more, a quarter less")]
    [InlineData(false, 4, 3, 3, 1, 1, 2, 2, "step by step")]
    [InlineData(false, 1, 0, 0, 3, 3, 1, 0, "scaled down")]
    public void A_rollout_keeps_within_its_bounds(
        bool recreate, int desired, int oldWanted, int oldPods, int newWanted, int newReady, int nextNew, int nextOld, string why)
    {
        var rollout = new Rollout(recreate, (desired + 3) / 4, desired / 4);
        Assert.True((nextNew, nextOld) == rollout.Next(new RolloutState(desired, oldWanted, oldPods, newWanted, newReady)), why);
    }

    [Theory]
    [InlineData(1, 1, 6, 0, 0, 0, 0, 1, null)]
    [InlineData(3, 2, 6, 1, 1, 0, 0, 1, null)]
    [InlineData(3, 2, 6, 2, 0, 0, 0, 0, null)]
    [InlineData(1, 1, 6, 0, 1, 0, 0, 0, "CompletionsReached")]
    [InlineData(1, 1, 1, 0, 0, 1, 0, 1, null)]
    [InlineData(1, 1, 1, 0, 0, 2, 0, 0, "BackoffLimitExceeded")]
    [InlineData(1, 1, 1, 1, 0, 0, 2, 0, "BackoffLimitExceeded")]
    [InlineData(1, 1, 0, 1, 0, 0, 0, 0, null)]
    public void A_job_makes_pods_until_it_is_finished(
        int completions, int parallelism, int backoffLimit, int active, int succeeded, int failed, int restarts, int pods, string? finished)
    {
        var decision = JobDecision.Of(
            new JobState(completions, parallelism, backoffLimit, false, null, TimeSpan.Zero, active, succeeded, failed, restarts));
        Assert.Equal((pods, finished), (decision.Pods, decision.Finished?.Reason));
    }

    [Fact]
    public void A_suspended_job_runs_nothing_and_a_deadline_ends_one()
    {
        var job = new JobState(1, 1, 6, true, 10, TimeSpan.FromSeconds(4), 1, 0, 0, 0);
        Assert.Equal(-1, JobDecision.Of(job).Pods);
        Assert.Equal(TimeSpan.FromSeconds(6), JobDecision.Of(job with { Suspended = false }).LookAgain);
        Assert.Equal("DeadlineExceeded", JobDecision.Of(job with { Age = TimeSpan.FromSeconds(10) }).Finished?.Reason);
    }
}
