using Stores.Core;
using Stores.Readiness;

namespace Functions.Tests.Stores.Readiness;

/// <summary>When a wait for a store is given up before its time.</summary>
public sealed class HopelessStatesTests
{
    private const int CrashLimit = 4;

    private static readonly ReadinessSettings s_settings = new()
    {
        CrashLimit = CrashLimit,
        ScheduleGrace = TimeSpan.FromSeconds(60),
        VolumeGrace = TimeSpan.FromSeconds(30),
        Grace = TimeSpan.FromSeconds(20),
    };

    private static readonly WorkloadObservation s_database = new("StatefulSet", "database", "database", 1, 1);
    private static readonly WorkloadObservation s_web = new("Deployment", "web", "web", 1, 1);
    private static readonly WorkloadObservation s_install = new("Job", "install-1", "install", 1, 1);
    private static readonly StoreObservation s_ready = new([s_database, s_web, s_install], [], new("NodePort", "http://localhost:30080"))
    {
        At = new(2026, 3, 2, 9, 30, 0, DateTimeKind.Utc),
        Claims = [new("data-database-0", true)],
    };

    public static TheoryData<string, string> PassingTroubles => new()
    {
        { "ErrImagePull", "why" },
        { "ImagePullBackOff", "Back-off pulling image \"shop:1\": couldn't find key x in Secret y" },
        { "ErrImageNeverPull", "why" },
        { "ImageInspectError", "why" },
        { "RegistryUnavailable", "why" },
        { "CreateContainerConfigError", "secret \"store-credentials\" not found" },
        { "CreateContainerError", "why" },
        { "RunContainerError", "why" },
    };

    [Theory]
    [MemberData(nameof(PassingTroubles))]
    public void What_may_pass_by_itself_is_borne_for_its_grace_from_when_it_was_first_seen(string reason, string message)
    {
        var looks = new Looks(Broken(Waits(reason, message)));

        Assert.Contains(reason, Waiting(looks.Look()).Message, StringComparison.Ordinal);
        Waiting(looks.Look(seconds: 19));
        var hopeless = Hopeless(looks.Look(seconds: 1));
        // One word for what alternates.
        var told = reason == "ErrImagePull" ? "ImagePullBackOff" : reason;
        Assert.Equal(new StoreFailure(told, $"Pod web-1: {message}. It did not pass in 20 s."), hopeless);
    }

    [Fact]
    public void A_trouble_that_passes_is_forgotten_and_its_reasons_may_alternate()
    {
        var looks = new Looks(Broken(Waits("ErrImagePull")));
        Waiting(looks.Look());
        looks.See(Broken(Waits("ImagePullBackOff")));
        Waiting(looks.Look(seconds: 19));
        looks.See(Broken(Waits("ContainerCreating")));
        Waiting(looks.Look(seconds: 5));
        looks.See(Broken(Waits("ErrImagePull")));
        Waiting(looks.Look(seconds: 5));
        Waiting(looks.Look(seconds: 19));
        Assert.Equal("ImagePullBackOff", Hopeless(looks.Look(seconds: 1)).Reason);
    }

    [Theory]
    [InlineData("InvalidImageName", "couldn't parse image name")]
    [InlineData("CreateContainerConfigError", "couldn't find key database-password in Secret store-demo/store-credentials")]
    public void What_cannot_pass_by_itself_is_hopeless_at_once(string reason, string message) =>
        Assert.Equal(new StoreFailure(reason, $"Pod web-1: {message}"), Hopeless(new Looks(Broken(Waits(reason, message))).Look()));

    [Theory]
    [InlineData("ContainerCreating")]
    [InlineData("PodInitializing")]
    public void How_each_container_begins_is_no_trouble(string reason)
    {
        var looks = new Looks(Broken(Waits(reason)));
        Waiting(looks.Look());
        Waiting(looks.Look(seconds: 50));
        Waiting(looks.Look(seconds: 50));
    }

    [Fact]
    public void A_pod_waits_longer_for_a_node()
    {
        var looks = new Looks(Broken(Waits("Unschedulable") with { IsUnscheduled = true }));
        Waiting(looks.Look());
        Waiting(looks.Look(seconds: 59));
        Assert.Equal("Unschedulable", Hopeless(looks.Look(seconds: 1)).Reason);
    }

    [Fact]
    public void While_nobody_looks_little_time_counts_and_a_clock_that_goes_back_takes_none_away()
    {
        var patient = s_settings with { ScheduleGrace = TimeSpan.FromMinutes(2) };
        var looks = new Looks(Broken(Waits("Unschedulable") with { IsUnscheduled = true }), patient);
        Waiting(looks.Look());
        Waiting(looks.Look(seconds: 3600));
        Waiting(looks.Look(seconds: -360));
        Waiting(looks.Look(seconds: 59));
        Assert.Equal("Unschedulable", Hopeless(looks.Look(seconds: 1)).Reason);
    }

    [Fact]
    public void Crashes_count_from_when_the_wait_first_saw_the_pod()
    {
        var looks = new Looks(Broken(Waits("CrashLoopBackOff") with { Restarts = 20 }));
        Waiting(looks.Look());
        looks.See(Broken(Waits("CrashLoopBackOff") with { Restarts = 20 + CrashLimit - 1 }));
        Waiting(looks.Look(seconds: 3000));
        looks.See(Broken(Waits("CrashLoopBackOff") with { Restarts = 20 + CrashLimit }));
        Assert.Equal(new StoreFailure("CrashLoopBackOff", "Pod web-1: why"), Hopeless(looks.Look(seconds: 5)));

        looks = new Looks(Broken(Waits("CrashLoopBackOff") with { Waiting = null, Phase = "Running" }));
        Waiting(looks.Look());
        looks.See(Broken(Waits("CrashLoopBackOff") with { Restarts = CrashLimit }));
        Assert.Equal("CrashLoopBackOff", Hopeless(looks.Look(seconds: 5)).Reason);
    }

    [Theory]
    [InlineData(false, "ProvisioningFailed", 30, true)]
    [InlineData(false, "ProvisioningFailed", 29, false)]
    [InlineData(false, null, 59, false)]
    [InlineData(true, "ProvisioningFailed", 59, false)]
    public void A_volume_that_cannot_be_made_is_hopeless_after_a_while(bool bound, string? reason, int seconds, bool hopeless)
    {
        var claim = new ClaimObservation("data-database-0", bound, reason is null ? null : new StoreFailure(reason, "no disk"));
        // The claim is the cause of what its pod waits for.
        var pod = new PodObservation("database-0", "database", "Pending", false, 0, new StoreFailure("Unschedulable", "unbound claims"))
        {
            IsUnscheduled = true,
        };
        var observation = s_ready with { Workloads = [s_database with { Ready = 0 }, s_web, s_install], Pods = [pod], Claims = [claim] };
        Func<StoreObservation, ReadinessSettings, Sightings?, Look>[] decisions = [StoreReadiness.OfDatabase, StoreReadiness.OfStore];
        foreach (var decide in decisions)
        {
            var looks = new Looks(observation) { Decide = decide };
            looks.Look();
            var decision = looks.Look(seconds);
            Assert.Equal(
                hopeless ? new StoreFailure(reason!, "PersistentVolumeClaim data-database-0: no disk. It did not pass in 30 s.") : null,
                decision.State == LookState.Hopeless ? decision.Reason : null);
        }
    }

    [Theory]
    [InlineData("Deployment", "FailedCreate")]
    [InlineData("Deployment", "QuotaExceeded")]
    [InlineData("StatefulSet", "FailedCreate")]
    [InlineData("Job", "QuotaExceeded")]
    public void A_workload_whose_pods_are_refused_is_borne_for_a_while_whatever_its_kind(string kind, string reason)
    {
        var refused = new WorkloadObservation(kind, "refused", "web", 1, 0, new StoreFailure(reason, "pods"));
        var looks = new Looks(s_ready with { Workloads = [s_database, s_web, s_install, refused] });
        Waiting(looks.Look());
        Waiting(looks.Look(seconds: 19));
        Assert.Equal(new StoreFailure(reason, "pods. It did not pass in 20 s."), Hopeless(looks.Look(seconds: 1)));
    }

    [Fact]
    public void A_job_that_has_failed_is_hopeless_at_once()
    {
        var failed = s_install with { Ready = 0, Failure = new StoreFailure("BackoffLimitExceeded", "wrong password"), HasFailed = true };
        Assert.Equal(failed.Failure, Hopeless(new Looks(s_ready with { Workloads = [s_database, s_web, failed] }).Look()));
    }

    private static PodObservation Waits(string reason, string message = "why") =>
        new("web-1", "web", "Pending", false, 0, new StoreFailure(reason, message));

    private static StoreObservation Broken(PodObservation pod) =>
        s_ready with { Workloads = [s_database, s_web with { Ready = 0 }, s_install], Pods = [pod] };

    private static StoreFailure Waiting(Look look) => ReasonOf(LookState.NotYet, look);

    private static StoreFailure Hopeless(Look look) => ReasonOf(LookState.Hopeless, look);

    private static StoreFailure ReasonOf(LookState state, Look look)
    {
        Assert.Equal(state, look.State);
        return look.Reason!;
    }

    /// <summary>The looks of one wait.</summary>
    private sealed class Looks(StoreObservation observation, ReadinessSettings? settings = null)
    {
        private StoreObservation _observation = observation;
        private Sightings? _sightings;

        public Func<StoreObservation, ReadinessSettings, Sightings?, Look> Decide { get; init; } = StoreReadiness.OfStore;

        /// <summary>What the next look will see.</summary>
        public void See(StoreObservation observation) => _observation = observation with { At = _observation.At };

        /// <summary>Looks some seconds after the last time.</summary>
        public Look Look(int seconds = 0)
        {
            _observation = _observation with { At = _observation.At.AddSeconds(seconds) };
            var look = Decide(_observation, settings ?? s_settings, _sightings);
            _sightings = look.Sightings;
            return look;
        }
    }
}
