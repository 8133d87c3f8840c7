using Stores.Core;
using Stores.Drift;
using Stores.Lifecycle;
using Stores.Sweeps;

namespace Functions.Tests.Stores.Lifecycle;

public sealed class RepairLifecycleTests
{
    private static readonly DateTime s_at = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly StoreSpec s_spec = new(StoreName.Parse("demo"), StorePlan.Small, DatabaseEngine.MariaDb);
    private static readonly StoreDrift s_policy = new(
        "NetworkPolicy deny-all", "NetworkPolicyMissing", "NetworkPolicy deny-all is gone.", DriftRemedy.Repair);
    private static readonly StoreDrift s_quota = new(
        "ResourceQuota store", "ResourceQuotaChanged", "ResourceQuota store is not as it was applied.", DriftRemedy.Repair);
    private static readonly StoreDrift s_late =
        new("Deployment web", "WorkloadNotReady", "Deployment web has 0 of 1 ready.", DriftRemedy.Wait);
    private static readonly StoreDrift s_chart = new("release demo", "ChartOutdated", "Upgrade the store.", DriftRemedy.Operator);

    [Fact]
    public void Drift_marks_the_store_at_once_and_is_repaired_at_the_second_sighting()
    {
        var (first, wait) = Compare(Ready(), 0, s_policy, s_chart);
        Assert.Equal(StorePhase.Degraded, first.Phase);
        Assert.Equal(["NetworkPolicyMissing", "ChartOutdated"], first.Degradation!.Reasons.Select(reason => reason.Reason));
        Assert.Equal(RepairVerdict.Wait, wait.Verdict);

        var (second, repair) = Compare(first, 5, s_policy, s_chart);
        Assert.Equal(RepairVerdict.Repair, repair.Verdict);
        Assert.Equal(s_at, second.Degradation!.Since);
        Assert.Equal([2, 2], second.Repair.Drifts.Select(sighting => sighting.Times));
    }

    [Fact]
    public void The_store_is_ready_again_when_the_drift_is_gone()
    {
        var (record, decision) = Compare(Compare(Ready(), 0, s_policy).Record, 5);

        Assert.Equal((StorePhase.Ready, RepairVerdict.Nothing), (record.Phase, decision.Verdict));
        Assert.Null(record.Degradation);
        Assert.True(record.Repair.Drifts.Count == 0 && record.UpdatedAt == s_at.AddMinutes(5));
    }

    [Theory]
    [InlineData(0, StorePhase.Ready)]
    [InlineData(9, StorePhase.Ready)]
    [InlineData(10, StorePhase.Degraded)]
    public void A_workload_that_is_not_ready_marks_the_store_after_the_grace(int minutes, StorePhase phase)
    {
        var first = Compare(Ready(), 0, s_late).Record;

        var (record, decision) = Compare(first, minutes, s_late);

        Assert.Equal((phase, RepairVerdict.Nothing), (record.Phase, decision.Verdict));
    }

    [Fact]
    public void A_comparison_of_before_the_latest_operation_or_of_another_generation_or_during_an_operation_changes_nothing()
    {
        var ready = Ready();
        Assert.Same(ready, RepairLifecycle.Compare(ready, Report(0, s_policy) with { Operations = 0 }).Record);
        Assert.Same(ready, RepairLifecycle.Compare(ready, Report(0, s_policy) with { Generation = 2 }).Record);
        var deleting = StoreLifecycle.Begin(
            ready, new OperationRequest("d1", StoreRequestKind.Delete, s_spec.Name, new OperationSettings(), s_at)).Decision.Record;
        var (record, decision) = RepairLifecycle.Compare(deleting, Report(0, s_policy) with { Operations = 2 });
        Assert.Same(deleting, record);
        Assert.Equal(RepairVerdict.Nothing, decision.Verdict);
    }

    [Fact]
    public void A_repair_that_succeeds_leaves_what_only_the_operator_can_put_right()
    {
        var degraded = Compare(Ready(), 0, s_policy, s_chart).Record;

        var repaired = Repair(degraded, 1, null);

        Assert.Equal(StorePhase.Degraded, repaired.Phase);
        Assert.Equal("ChartOutdated", Assert.Single(repaired.Degradation!.Reasons).Reason);
        Assert.Equal(StorePhase.Ready, Repair(Compare(Ready(), 0, s_policy).Record, 1, null).Phase);
    }

    [Fact]
    public void A_repair_that_fails_keeps_the_reasons_the_address_and_what_it_failed_at()
    {
        var failed = Repair(Compare(Ready(), 0, s_policy).Record, 1, new StoreFailure("QuotaExceeded", "Too much."));

        Assert.Equal((StorePhase.Degraded, "http://localhost:30000"), (failed.Phase, failed.Url));
        Assert.Equal("NetworkPolicyMissing", Assert.Single(failed.Degradation!.Reasons).Reason);
        Assert.Equal(
            ("QuotaExceeded", 1, s_at.AddMinutes(1)), (failed.Repair.LastFailure!.Reason, failed.Repair.Attempts, failed.Repair.LastAt));
    }

    [Fact]
    public void An_upgrade_that_fails_again_says_what_it_failed_with_this_time()
    {
        var first = Upgrade(Ready(), 1, "InstallRelease", new StoreFailure("ImagePullBackOff", "No such image."));
        Assert.Equal("ImagePullBackOff", Assert.Single(first.Degradation!.Reasons).Reason);

        var second = Upgrade(first, 2, "InstallRelease", new StoreFailure("QuotaExceeded", "Too much."));
        Assert.Equal(new StoreFailure("QuotaExceeded", "Too much."), Assert.Single(second.Degradation!.Reasons));
        Assert.Equal(s_at.AddMinutes(1), second.Degradation.Since);

        // One that never got a slot has changed nothing.
        var third = Upgrade(second, 3, Steps.AwaitSlot, new StoreFailure("Cancelled", "Stopped."));
        Assert.Equal("QuotaExceeded", Assert.Single(third.Degradation!.Reasons).Reason);
    }

    [Fact]
    public void An_upgrade_that_fails_keeps_the_drift_that_was_seen()
    {
        var drifted = Compare(Ready(), 0, s_policy, s_chart).Record;

        var failed = Upgrade(drifted, 1, "InstallRelease", new StoreFailure("QuotaExceeded", "Too much."));

        Assert.Equal(["NetworkPolicyMissing", "ChartOutdated"], failed.Degradation!.Reasons.Select(reason => reason.Reason));
    }

    [Fact]
    public void Drift_that_comes_back_is_given_up_after_so_many_attempts_until_it_is_resumed()
    {
        var record = Ready();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            record = Repair(Sighted(record, attempt * 100, RepairVerdict.Repair), (attempt * 100) + 1, null);
        }

        var given = Sighted(record, 500, RepairVerdict.GivenUp);
        Assert.Equal([Reasons.RepairGaveUp, "NetworkPolicyMissing"], given.Degradation!.Reasons.Select(reason => reason.Reason));

        var resumed = RepairLifecycle.Resume(given, s_at.AddMinutes(600));
        Assert.Equal(RepairVerdict.Repair, Compare(resumed, 601, s_policy).Decision.Verdict);
    }

    [Fact]
    public void Another_drift_has_attempts_of_its_own_but_two_by_turns_have_not()
    {
        var tried = Repair(Sighted(Ready(), 0, RepairVerdict.Repair), 1, new StoreFailure("X", "y."));
        Assert.Equal(1, tried.Repair.Attempts);

        var other = Compare(tried, 2, s_quota).Record;
        Assert.Equal(0, other.Repair.Attempts);
        var again = Compare(Repair(Compare(other, 3, s_quota).Record, 4, null), 5, s_policy).Record;
        Assert.Equal(1, again.Repair.Attempts);
    }

    [Fact]
    public void Attempts_are_forgotten_after_a_calm_as_long_as_the_longest_wait()
    {
        var repaired = Repair(Sighted(Ready(), 0, RepairVerdict.Repair), 1, null);

        Assert.Equal(1, Compare(repaired, 60).Record.Repair.Attempts);
        var calm = Compare(repaired, 61).Record;
        Assert.Equal(0, calm.Repair.Attempts);
        Assert.True(calm.Repair.IsEmpty);
    }

    [Fact]
    public void A_paused_store_is_marked_but_not_repaired_until_it_is_resumed()
    {
        var paused = RepairLifecycle.Pause(Compare(Ready(), 0, s_policy).Record, new RepairPause("maintenance", s_at, null));

        var (record, decision) = Compare(paused, 5, s_policy);
        Assert.Equal((StorePhase.Degraded, RepairVerdict.Paused), (record.Phase, decision.Verdict));
        Assert.Equal(RepairVerdict.Repair, Compare(RepairLifecycle.Resume(record, s_at.AddMinutes(6)), 7, s_policy).Decision.Verdict);
    }

    [Fact]
    public void An_upgrade_leaves_no_drift_and_a_deletion_pre_empts_a_repair()
    {
        var degraded = Compare(Ready(), 0, s_chart).Record;
        var upgrading = StoreLifecycle.Begin(
            degraded, new OperationRequest("u1", StoreRequestKind.Upgrade, s_spec.Name, new OperationSettings(), s_at)
            {
                Admitted = true,
            }).Decision.Record;
        var upgraded = StoreLifecycle.End(upgrading, new OperationOutcome("u1", s_at, Url: "http://localhost:30000")).Record;
        Assert.Equal(StorePhase.Ready, upgraded.Phase);
        Assert.Null(upgraded.Degradation);

        var repairing = StoreLifecycle.Begin(
            degraded,
            new OperationRequest("r1", StoreRequestKind.Repair, s_spec.Name, new OperationSettings(), s_at) { Admitted = true })
            .Decision.Record;
        Assert.Equal((StorePhase.Repairing, 1), (repairing.Phase, repairing.Repair.Attempts));
        var (decision, start) = StoreLifecycle.Begin(
            repairing, new OperationRequest("d1", StoreRequestKind.Delete, s_spec.Name, new OperationSettings(), s_at));
        Assert.Equal(("r1", null), (decision.Cancels, start));
        var (_, deletion) = StoreLifecycle.End(
            decision.Record,
            new OperationOutcome("r1", s_at, Failure: new FailureRecord("ReapplyRelease", new StoreFailure("Cancelled", "Stopped."), [])));
        Assert.Equal("d1", deletion!.Id);
    }

    [Fact]
    public void One_comparison_runs_at_a_time_and_the_last_that_was_asked_for_meanwhile_follows()
    {
        var (running, start) = new ComparisonLedger().Begin(Request("c1", 0));
        Assert.Equal("c1", start!.Id);
        var (waiting, none) = running.Begin(Request("c2", 1)).Ledger.Begin(Request("c3", 2));
        Assert.Null(none);
        Assert.Null(waiting.End(Summary("c9")).Start);

        var (next, following) = waiting.End(Summary("c1"));
        Assert.Equal(("c3", "c1"), (following!.Id, next.Latest!.Id));
        Assert.Null(next.End(Summary("c3")).Ledger.Running);
        Assert.Equal("c4", running.Begin(Request("c4", 121)).Start!.Id);

        static ComparisonRequest Request(string id, int minutes) => new(
            id, s_at.AddMinutes(minutes), new RepairSettings(), new OperationSettings());

        static ComparisonSummary Summary(string id) => new(id, s_at, s_at, 0, 0, [], 0, null);
    }

    private static StoreRecord Sighted(StoreRecord record, int minutes, RepairVerdict verdict)
    {
        var (seen, decision) = Compare(Compare(record, minutes, s_policy).Record, minutes, s_policy);
        Assert.Equal(verdict, decision.Verdict);
        return seen;
    }

    private static (StoreRecord Record, RepairDecision Decision) Compare(StoreRecord record, int minutes, params StoreDrift[] drifts) =>
        RepairLifecycle.Compare(record, Report(minutes, drifts) with { Operations = record.Operations });

    private static ComparisonReport Report(int minutes, params StoreDrift[] drifts) => new(
        1, 1, drifts, new RepairSettings(), s_at.AddMinutes(minutes));

    private static StoreRecord Repair(StoreRecord record, int minutes, StoreFailure? failure)
    {
        var at = s_at.AddMinutes(minutes);
        var begun = StoreLifecycle.Begin(
            record, new OperationRequest($"r{minutes}", StoreRequestKind.Repair, s_spec.Name, new OperationSettings(), at)
            {
                Admitted = true,
            }).Decision.Record;
        Assert.Equal(StorePhase.Repairing, begun.Phase);
        var outcome = failure is null
            ? new OperationOutcome($"r{minutes}", at, Url: "http://localhost:30000")
            : new OperationOutcome($"r{minutes}", at, Failure: new FailureRecord("ReapplyRelease", failure, []));
        return StoreLifecycle.End(begun, outcome).Record;
    }

    private static StoreRecord Upgrade(StoreRecord record, int minutes, string step, StoreFailure failure)
    {
        var (id, at) = ($"u{minutes}", s_at.AddMinutes(minutes));
        var request = new OperationRequest(id, StoreRequestKind.Upgrade, s_spec.Name, new OperationSettings(), at) { Admitted = true };
        var begun = StoreLifecycle.Begin(record, request).Decision.Record;
        return StoreLifecycle.End(begun, new OperationOutcome(id, at, Failure: new FailureRecord(step, failure, []))).Record;
    }

    private static StoreRecord Ready() => StoreLifecycle.End(
        StoreLifecycle.Begin(
            new StoreRecord(), new OperationRequest("p1", StoreRequestKind.Provision, s_spec.Name, new OperationSettings(), s_at)
            {
                Spec = s_spec,
                Admitted = true,
            }).Decision.Record,
        new OperationOutcome("p1", s_at, Url: "http://localhost:30000")).Record;
}
