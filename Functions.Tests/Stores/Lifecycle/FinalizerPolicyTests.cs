using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Tests.Stores.Lifecycle;

public sealed class FinalizerPolicyTests
{
    private static readonly DateTime s_at = new(2026, 3, 2, 9, 0, 0, DateTimeKind.Utc);
    private static readonly StripRequest s_request = new(
        StoreName.Parse("demo"), "192.0.2.1", "its operator was uninstalled", s_at, new RetrySettings());
    private static readonly StoreRecord s_stuck = new()
    {
        Generation = 3,
        Installation = "tests",
        Phase = StorePhase.Failed,
        Failed = StoreOperationKind.Delete,
        Failure = new("AwaitAbsence", new("NamespaceStuck", "x"), []),
    };

    [Theory]
    [InlineData("configmaps", false, "example.com/keep", true)]
    [InlineData("ingresses.networking.k8s.io", false, "example.com/keep", true)]
    [InlineData("ingresses.networking.k8s.io", false, "networking.gke.io/ingress-finalizer-V2", false)]
    [InlineData("services", false, "service.kubernetes.io/load-balancer-cleanup", false)]
    [InlineData("services", true, "example.com/keep", false)]
    [InlineData("services", false, "example.com/keep", true)]
    [InlineData("persistentvolumeclaims", false, "kubernetes.io/pvc-protection", false)]
    public void What_prevents_a_leak_stays(string resource, bool loadBalancer, string finalizer, bool goes) =>
        Assert.Equal(goes, FinalizerPolicy.Refuse(resource, loadBalancer, [finalizer]) is null);

    [Fact]
    public void It_is_allowed_where_a_deletion_waits_for_the_namespace_or_has_given_up()
    {
        Assert.Equal(3, FinalizerPolicy.Allow(s_stuck, s_request).Store!.Generation);
        var waiting = s_stuck with
        {
            Phase = StorePhase.Deleting,
            Failure = null,
            Failed = null,
            Operation = new("d1", StoreOperationKind.Delete, s_at, 1, StorePhase.Ready),
            Timeline = [new("AwaitAbsence", s_at)],
        };
        Assert.NotNull(FinalizerPolicy.Allow(waiting, s_request).Store);

        Assert.Null(FinalizerPolicy.Allow(waiting with { Timeline = [new("UninstallRelease", s_at)] }, s_request).Store);
        Assert.Null(
            FinalizerPolicy.Allow(s_stuck with { Failure = new("AwaitAbsence", new("VolumesRetained", "x"), []) }, s_request).Store);
        Assert.Null(FinalizerPolicy.Allow(s_stuck with { Failed = StoreOperationKind.Provision }, s_request).Store);
        Assert.True(FinalizerPolicy.Allow(new StoreRecord { Phase = StorePhase.Ready }, s_request) is { Store: null, Exists: true });
        Assert.False(FinalizerPolicy.Allow(new StoreRecord { Phase = StorePhase.Deleted }, s_request).Exists);
    }

    [Fact]
    public void The_audit_says_who_asked_why_and_what_was_done()
    {
        var (asked, _) = StoreLifecycle.AllowStrip(s_stuck, s_request);
        Assert.Equal(new AuditEntry(s_at, "StripFinalizers", "192.0.2.1", "its operator was uninstalled"), Assert.Single(asked.Audit));

        var ended = StoreLifecycle.EndStrip(asked, FinalizerPolicy.Audit(s_request) with { Outcome = "done" });
        Assert.Equal("done", Assert.Single(ended.Audit).Outcome);
        Assert.Empty(StoreLifecycle.AllowStrip(new StoreRecord(), s_request).Record.Audit);
    }
}
