using Stores.Core;
using Stores.Readiness;

namespace Functions.Tests.Stores.Readiness;

public sealed class StoreReadinessTests
{
    private static readonly ReadinessSettings s_settings = new();
    private static readonly WorkloadObservation s_database = new("StatefulSet", "database", "database", 1, 1);
    private static readonly WorkloadObservation s_web = new("Deployment", "web", "web", 1, 1);
    private static readonly WorkloadObservation s_install = new("Job", "install-1", "install", 1, 1);
    private static readonly ExposureObservation s_address = new("NodePort", "http://localhost:30080");
    private static readonly StoreObservation s_ready = new([s_database, s_web, s_install], [], s_address)
    {
        Claims = [new("data-database-0", true)],
    };

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
        Assert.Equal(
            Look.Done,
            StoreReadiness.OfDatabase(
                s_ready with { Workloads = [s_database, s_web with { Ready = 0, Failure = new("QuotaExceeded", "web") }], Exposure = null },
                s_settings));

    [Fact]
    public void A_store_without_an_address_waits_for_it_and_says_who_is_to_give_it()
    {
        var pending = new PendingAddress(
            "Ingress web", "class nginx, controller k8s.io/ingress-nginx", "Sync: Scheduled for sync", HasHost: true);
        var reason = Waiting(OfStore(s_ready with { Exposure = new("Ingress", null) { Pending = pending } }));
        Assert.Equal("AddressPending", reason.Reason);
        Assert.Equal(
            "Ingress web (class nginx, controller k8s.io/ingress-nginx) has no address yet. Last event: Sync: Scheduled for sync. "
            + "Where that writes no address into the status, set exposure.awaitAddress to false.",
            reason.Message);
        Assert.EndsWith(
            "No event tells why: see whether a controller for it runs.",
            (pending with { Said = null, HasHost = false }).Explain(),
            StringComparison.Ordinal);
        Assert.Equal("AddressPending", Waiting(OfStore(s_ready with { Exposure = null })).Reason);
    }

    [Fact]
    public void A_store_that_asks_for_a_certificate_waits_for_it()
    {
        var silent = Lacking(null);
        var told = Lacking("Challenge/web-tls-1: PresentError: exceeded quota: store.");

        Assert.Equal("CertificatePending", silent.Reason);
        Assert.Matches("^Secret web-tls .* look at the Certificate of that name, or at what is to copy the Secret\\.$", silent.Message);
        Assert.Matches(
            "^Secret web-tls .*; cert-manager said last: Challenge/web-tls-1: PresentError: exceeded quota: store\\. Look at",
            told.Message);

        StoreFailure Lacking(string? said) =>
            Waiting(OfStore(s_ready with { Exposure = new("Ingress", "https://shop") { MissingCertificate = new("web-tls", said) } }));
    }

    [Fact]
    public void A_wait_names_the_workload_and_what_its_pod_is_at()
    {
        var reason = Waiting(
            OfStore(Broken(new PodObservation("web-1", "web", "Pending", false, 0, new StoreFailure("ContainerCreating", "pulling")))));
        Assert.Equal("NotReady", reason.Reason);
        Assert.Contains("Deployment web", reason.Message, StringComparison.Ordinal);
        Assert.Contains("web-1", reason.Message, StringComparison.Ordinal);
        Assert.Contains("ContainerCreating", reason.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_check_is_over_when_its_job_is()
    {
        Assert.Equal(Look.Done, StoreReadiness.OfCheck(new("shop-check-1", Exists: true, Succeeded: true)));
        Assert.Equal("CheckRunning", Waiting(StoreReadiness.OfCheck(new("shop-check-1", Exists: true, Succeeded: false))).Reason);
        Assert.Equal("CheckMissing", Hopeless(StoreReadiness.OfCheck(new("shop-check-1", Exists: false, Succeeded: false))).Reason);
        var failed = new StoreFailure("CheckFailed", "cart: HTTP 500");
        Assert.Equal(failed, Hopeless(StoreReadiness.OfCheck(new("shop-check-1", Exists: true, Succeeded: false, failed))));
    }

    private static StoreObservation Broken(PodObservation pod) =>
        s_ready with { Workloads = [s_database, s_web with { Ready = 0 }, s_install], Pods = [pod] };

    private static Look OfStore(StoreObservation observation) => StoreReadiness.OfStore(observation, s_settings);

    private static StoreFailure Waiting(Look look) => ReasonOf(LookState.NotYet, look);

    private static StoreFailure Hopeless(Look look) => ReasonOf(LookState.Hopeless, look);

    private static StoreFailure ReasonOf(LookState state, Look look)
    {
        Assert.Equal(state, look.State);
        return look.Reason!;
    }
}
