using Functions.Stores;

namespace Functions.Tests.Stores;

public sealed class StoreReadinessTests
{
    private static readonly WorkloadObservation s_database = new("StatefulSet", "database", "database", 1, 1);
    private static readonly WorkloadObservation s_web = new("Deployment", "web", "web", 1, 1);
    private static readonly ExposureObservation s_address = new("NodePort", "http://localhost:30080");

    [Fact]
    public void A_store_with_every_workload_ready_and_an_address_is_ready() =>
        Assert.IsType<ReadinessDecision.Ready>(StoreReadiness.OfStore(new([s_database, s_web], [], s_address)));

    [Fact]
    public void A_store_without_workloads_is_not_ready() =>
        Assert.Equal("WorkloadMissing", Waiting(StoreReadiness.OfStore(new([], [], s_address))).Reason);

    [Fact]
    public void A_database_alone_does_not_wait_for_the_shop() =>
        Assert.IsType<ReadinessDecision.Ready>(StoreReadiness.OfDatabase(new([s_database, s_web with { Ready = 0 }], [], null)));

    [Fact]
    public void A_store_without_an_address_waits_for_it() =>
        Assert.Equal("AddressPending", Waiting(StoreReadiness.OfStore(new([s_database, s_web], [], new("LoadBalancer", null)))).Reason);

    [Fact]
    public void A_wait_names_the_workload_and_what_its_pod_is_at()
    {
        var pod = new PodObservation("web-1", "web", "Pending", false, 0, new StoreFailure("ContainerCreating", "pulling"));
        var reason = Waiting(StoreReadiness.OfStore(new([s_database, s_web with { Ready = 0 }], [pod], s_address)));
        Assert.Equal("NotReady", reason.Reason);
        Assert.Contains("Deployment web", reason.Message, StringComparison.Ordinal);
        Assert.Contains("web-1", reason.Message, StringComparison.Ordinal);
        Assert.Contains("ContainerCreating", reason.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ImagePullBackOff", 0, true)]
    [InlineData("InvalidImageName", 0, true)]
    [InlineData("ErrImagePull", 0, false)]
    [InlineData("CrashLoopBackOff", StoreReadiness.CrashLimit - 1, false)]
    [InlineData("CrashLoopBackOff", StoreReadiness.CrashLimit, true)]
    [InlineData("Unschedulable", 0, false)]
    public void Only_what_waiting_cannot_mend_is_hopeless(string reason, int restarts, bool hopeless)
    {
        var pod = new PodObservation("web-1", "web", "Pending", false, restarts, new StoreFailure(reason, "why"));
        var decision = StoreReadiness.OfStore(new([s_database, s_web with { Ready = 0 }], [pod], s_address));
        if (hopeless)
        {
            Assert.Equal(reason, Assert.IsType<ReadinessDecision.Hopeless>(decision).Reason.Reason);
        }
        else
        {
            Assert.Contains(reason, Waiting(decision).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_workload_that_cannot_go_on_is_hopeless()
    {
        var failed = s_web with { Ready = 0, Failure = new StoreFailure("QuotaExceeded", "pods") };
        Assert.Equal("QuotaExceeded", Assert.IsType<ReadinessDecision.Hopeless>(StoreReadiness.OfStore(new([s_database, failed], [], s_address))).Reason.Reason);
    }

    [Fact]
    public void A_decision_becomes_the_failure_that_a_retry_policy_understands()
    {
        new ReadinessDecision.Ready().ThrowUnlessReady();
        Assert.Throws<TransientStoreFailureException>(() => new ReadinessDecision.Waiting(new("NotReady", "yet")).ThrowUnlessReady());
        var hopeless = Assert.Throws<PermanentStoreFailureException>(() => new ReadinessDecision.Hopeless(new("ImagePullBackOff", "web: no such image")).ThrowUnlessReady());
        Assert.Equal(new StoreFailure("ImagePullBackOff", "web: no such image"), StoreFailure.Parse(hopeless.Message));
    }

    [Theory]
    [InlineData("something broke")]
    [InlineData("http://x: refused")]
    [InlineData("")]
    public void Text_that_is_no_failure_of_ours_is_unexpected(string text) =>
        Assert.Equal(new StoreFailure(StoreFailure.Unexpected, text), StoreFailure.Parse(text));

    private static StoreFailure Waiting(ReadinessDecision decision) => Assert.IsType<ReadinessDecision.Waiting>(decision).Reason;
}
