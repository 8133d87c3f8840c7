using Functions.Stores;

namespace Functions.Tests.Stores;

public sealed class StoreReadinessTests
{
    private const int CrashLimit = 4;

    private static readonly DateTime s_now = new(2026, 3, 2, 9, 30, 0, DateTimeKind.Utc);
    private static readonly ReadinessSettings s_settings = new() { CrashLimit = CrashLimit, ScheduleGrace = TimeSpan.FromSeconds(60), VolumeGrace = TimeSpan.FromSeconds(30) };
    private static readonly WorkloadObservation s_database = new("StatefulSet", "database", "database", 1, 1);
    private static readonly WorkloadObservation s_web = new("Deployment", "web", "web", 1, 1);
    private static readonly WorkloadObservation s_install = new("Job", "install-1", "install", 1, 1);
    private static readonly ExposureObservation s_address = new("NodePort", "http://localhost:30080");
    private static readonly StoreObservation s_ready = new([s_database, s_web, s_install], [], s_address) { At = s_now, Claims = [new("data-database-0", true, s_now)] };

    [Fact]
    public void A_store_with_its_install_done_every_workload_ready_and_an_address_is_ready() => Assert.Equal(Look.Done, OfStore(s_ready));

    [Fact]
    public void A_store_without_workloads_is_not_ready()
    {
        Assert.Equal("WorkloadMissing", Waiting(OfStore(s_ready with { Workloads = [] })).Reason);
        Assert.Equal("WorkloadMissing", Waiting(OfStore(s_ready with { Workloads = [s_database, s_web] })).Reason);
        Assert.Equal("WorkloadMissing", Waiting(StoreReadiness.OfDatabase(s_ready with { Workloads = [s_web] }, s_settings)).Reason);
    }

    [Fact]
    public void The_install_job_is_a_claim_of_its_own()
    {
        var reason = Waiting(OfStore(s_ready with { Workloads = [s_database, s_web, s_install with { Ready = 0 }] }));
        Assert.Equal("InstallRunning", reason.Reason);
        Assert.Contains("Job install-1 has 0 of 1", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_database_alone_does_not_wait_for_the_shop() =>
        Assert.Equal(Look.Done, StoreReadiness.OfDatabase(s_ready with { Workloads = [s_database, s_web with { Ready = 0, Failure = new("QuotaExceeded", "web") }], Exposure = null }, s_settings));

    [Fact]
    public void A_store_without_an_address_waits_for_it() =>
        Assert.Equal("AddressPending", Waiting(OfStore(s_ready with { Exposure = new("LoadBalancer", null) })).Reason);

    [Fact]
    public void A_store_that_asks_for_a_certificate_waits_for_it()
    {
        var reason = Waiting(OfStore(s_ready with { Exposure = new("Ingress", "https://shop") { MissingCertificate = "web-tls" } }));
        Assert.Equal("CertificatePending", reason.Reason);
        Assert.Contains("web-tls", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_names_the_workload_and_what_its_pod_is_at()
    {
        var reason = Waiting(OfStore(Broken(new PodObservation("web-1", "web", "Pending", false, 0, new StoreFailure("ContainerCreating", "pulling")))));
        Assert.Equal("NotReady", reason.Reason);
        Assert.Contains("Deployment web", reason.Message, StringComparison.Ordinal);
        Assert.Contains("web-1", reason.Message, StringComparison.Ordinal);
        Assert.Contains("ContainerCreating", reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ImagePullBackOff", 0, null, true)]
    [InlineData("InvalidImageName", 0, null, true)]
    [InlineData("ErrImageNeverPull", 0, null, true)]
    [InlineData("CreateContainerConfigError", 0, null, true)]
    [InlineData("ErrImagePull", 0, null, false)]
    [InlineData("CrashLoopBackOff", CrashLimit - 1, null, false)]
    [InlineData("CrashLoopBackOff", CrashLimit, null, true)]
    [InlineData("Unschedulable", 0, 59, false)]
    [InlineData("Unschedulable", 0, 60, true)]
    public void Only_what_waiting_cannot_mend_is_hopeless(string reason, int restarts, int? unscheduledSeconds, bool hopeless)
    {
        var pod = new PodObservation("web-1", "web", "Pending", false, restarts, new StoreFailure(reason, "why"))
        {
            UnscheduledSince = unscheduledSeconds is { } seconds ? s_now.AddSeconds(-seconds) : null,
        };
        var decision = OfStore(Broken(pod));
        if (hopeless)
        {
            Assert.Equal(new StoreFailure(reason, "Pod web-1: why"), Hopeless(decision));
        }
        else
        {
            Assert.Contains(reason, Waiting(decision).Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(false, "ProvisioningFailed", 30, true)]
    [InlineData(false, "ProvisioningFailed", 29, false)]
    [InlineData(false, null, 3000, false)]
    [InlineData(true, "ProvisioningFailed", 3000, false)]
    public void A_volume_that_cannot_be_made_is_hopeless_after_a_while(bool bound, string? reason, int seconds, bool hopeless)
    {
        var claim = new ClaimObservation("data-database-0", bound, s_now.AddSeconds(-seconds), reason is null ? null : new StoreFailure(reason, "no disk"));
        // The claim is the cause of what its pod waits for.
        var pod = new PodObservation("database-0", "database", "Pending", false, 0, new StoreFailure("Unschedulable", "unbound claims")) { UnscheduledSince = s_now };
        var observation = s_ready with { Workloads = [s_database with { Ready = 0 }, s_web, s_install], Pods = [pod], Claims = [claim] };
        foreach (var decision in new[] { StoreReadiness.OfDatabase(observation, s_settings), OfStore(observation) })
        {
            Assert.Equal(hopeless ? new StoreFailure(reason!, "PersistentVolumeClaim data-database-0: no disk") : null, decision.State == LookState.Hopeless ? decision.Reason : null);
        }
    }

    [Fact]
    public void A_workload_that_cannot_go_on_is_hopeless()
    {
        var failed = s_web with { Ready = 0, Failure = new StoreFailure("QuotaExceeded", "pods") };
        Assert.Equal("QuotaExceeded", Hopeless(OfStore(s_ready with { Workloads = [s_database, failed, s_install] })).Reason);
    }

    [Fact]
    public void A_check_is_over_when_its_job_is()
    {
        Assert.Equal(Look.Done, StoreReadiness.OfCheck(new("order-check-1", Exists: true, Succeeded: true)));
        Assert.Equal("CheckRunning", Waiting(StoreReadiness.OfCheck(new("order-check-1", Exists: true, Succeeded: false))).Reason);
        Assert.Equal("CheckMissing", Hopeless(StoreReadiness.OfCheck(new("order-check-1", Exists: false, Succeeded: false))).Reason);
        var failed = new StoreFailure("CheckFailed", "cart: HTTP 500");
        Assert.Equal(failed, Hopeless(StoreReadiness.OfCheck(new("order-check-1", Exists: true, Succeeded: false, failed))));
    }

    [Theory]
    [InlineData("something broke")]
    [InlineData("http://x: refused")]
    [InlineData("")]
    public void Text_that_is_no_failure_of_ours_is_unexpected(string text) =>
        Assert.Equal(new StoreFailure(StoreFailure.Unexpected, text), StoreFailure.Parse(text));

    private static StoreObservation Broken(PodObservation pod) => s_ready with { Workloads = [s_database, s_web with { Ready = 0 }, s_install], Pods = [pod] };

    private static Look OfStore(StoreObservation observation) => StoreReadiness.OfStore(observation, s_settings);

    private static StoreFailure Waiting(Look look) => ReasonOf(LookState.NotYet, look);

    private static StoreFailure Hopeless(Look look) => ReasonOf(LookState.Hopeless, look);

    private static StoreFailure ReasonOf(LookState state, Look look)
    {
        Assert.Equal(state, look.State);
        return look.Reason!;
    }
}
