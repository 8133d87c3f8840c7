using System.Text.Json;
using Functions.Api.Stores;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Readiness;
using Stores.Removal;

namespace Functions.Tests.Stores.Lifecycle;

public sealed class StoreLifecycleTests
{
    private static readonly DateTime s_at = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly StoreSpec s_spec = new(StoreName.Parse("demo"), StorePlan.Small, DatabaseEngine.MariaDb);

    [Fact]
    public void A_provision_of_a_new_name_starts_generation_one()
    {
        var (decision, start) = StoreLifecycle.Begin(new StoreRecord(), Provision("p1"));

        Assert.Equal(OperationVerdict.Accepted, decision.Verdict);
        Assert.Equal(StorePhase.Queued, decision.Record.Phase);
        Assert.Equal(new StoreIdentity(s_spec.Name, 1, "tests"), start!.Store);
        Assert.Equal("p1", start.Id);
    }

    [Fact]
    public void A_name_may_be_used_again_after_deletion_as_the_next_generation()
    {
        var (_, start) = StoreLifecycle.Begin(Deleted(), Provision("p2"));

        Assert.Equal(2, start!.Store.Generation);
    }

    [Fact]
    public void The_same_provision_asked_for_again_is_accepted_and_not_started_twice()
    {
        var (decision, start) = StoreLifecycle.Begin(Provisioning(), Provision("p1"));

        Assert.Equal(OperationVerdict.Accepted, decision.Verdict);
        Assert.Null(start);
    }

    public static TheoryData<string> TakenPhases => ["provisioning", "ready", "failed", "deleting"];

    [Theory]
    [MemberData(nameof(TakenPhases))]
    public void A_provision_of_a_taken_name_is_refused_and_changes_nothing(string phase)
    {
        var record = phase switch { "provisioning" => Provisioning(), "ready" => Ready(), "failed" => Failed(), _ => Deleting() };

        var (decision, start) = StoreLifecycle.Begin(record, Provision("p9"));

        Assert.Equal(OperationVerdict.Conflict, decision.Verdict);
        Assert.Contains("demo", decision.Detail, StringComparison.Ordinal);
        Assert.Same(record, decision.Record);
        Assert.Null(start);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Deleting_what_is_not_there_is_not_found(bool deletedBefore)
    {
        var (decision, start) = StoreLifecycle.Begin(deletedBefore ? Deleted() : new StoreRecord(), Delete("d1"));

        Assert.Equal(OperationVerdict.NotFound, decision.Verdict);
        Assert.Null(start);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Deleting_a_store_at_rest_starts_at_once(bool failed)
    {
        var (decision, start) = StoreLifecycle.Begin(failed ? Failed() : Ready(), Delete("d1"));

        Assert.Equal(StorePhase.Deleting, decision.Record.Phase);
        Assert.Equal("d1", start!.Id);
        Assert.Equal(1, start.Store.Generation);
        Assert.Null(decision.Cancels);
    }

    [Fact]
    public void Deleting_during_a_provision_cancels_it_and_starts_when_it_has_ended()
    {
        var (decision, start) = StoreLifecycle.Begin(Provisioning(), Delete("d1"));
        Assert.Equal("p1", decision.Cancels);
        Assert.Equal(StorePhase.Deleting, decision.Record.Phase);
        Assert.Null(start);

        var cancelled = new FailureRecord("AwaitDatabase", new StoreFailure("Cancelled", "Stopped."), []);
        var (record, next) = StoreLifecycle.End(decision.Record, new OperationOutcome("p1", s_at, Failure: cancelled));
        Assert.Equal("d1", next!.Id);
        Assert.Equal("d1", record.Operation!.Id);
        Assert.Equal(StorePhase.Deleting, record.Phase);
        Assert.Null(record.PendingDelete);
    }

    [Fact]
    public void A_provision_that_ends_well_before_it_sees_the_cancellation_is_deleted_all_the_same()
    {
        var (decision, _) = StoreLifecycle.Begin(Provisioning(), Delete("d1"));

        var (record, next) = StoreLifecycle.End(decision.Record, new OperationOutcome("p1", s_at, Url: "http://localhost:30000"));

        Assert.Equal("d1", next!.Id);
        Assert.Equal(StorePhase.Deleting, record.Phase);
        Assert.Null(record.Url);
    }

    [Fact]
    public void A_second_deletion_is_the_same_one()
    {
        var (decision, start) = StoreLifecycle.Begin(Deleting(), Delete("d2"));

        Assert.Equal(OperationVerdict.Accepted, decision.Verdict);
        Assert.Equal("d1", decision.Record.Operation!.Id);
        Assert.Null(start);
    }

    [Fact]
    public void Steps_make_a_timeline_and_the_first_after_the_wait_leaves_the_queue()
    {
        var queued = StoreLifecycle.Report(Provisioning(), new StepReport("p1", Steps.AwaitSlot, "waiting", s_at));
        Assert.Equal(StorePhase.Queued, queued.Phase);

        var creating = StoreLifecycle.Report(queued, new StepReport("p1", "CreateNamespace", "creating", s_at.AddSeconds(2)));
        Assert.Equal(StorePhase.Provisioning, creating.Phase);
        Assert.Equal(
            [new StepRecord(Steps.AwaitSlot, s_at, s_at.AddSeconds(2)), new StepRecord("CreateNamespace", s_at.AddSeconds(2))],
            creating.Timeline);
    }

    [Fact]
    public void Reports_and_outcomes_of_an_operation_that_is_not_the_current_one_change_nothing()
    {
        var record = Ready();
        Assert.Same(record, StoreLifecycle.Report(record, new StepReport("p1", "CreateNamespace", "late", s_at)));
        Assert.Same(record, StoreLifecycle.End(record, new OperationOutcome("p1", s_at, Url: "http://elsewhere")).Record);
    }

    [Fact]
    public void A_failure_keeps_the_step_and_the_reason()
    {
        var failed = Failed();
        Assert.Equal(StorePhase.Failed, failed.Phase);
        Assert.Equal("ImagePullBackOff", failed.Failure!.Failure.Reason);
        Assert.Null(failed.Operation);
    }

    [Fact]
    public void What_needs_a_slot_changes_nothing_before_it_is_admitted()
    {
        var record = Deleted();
        var (decision, start) = StoreLifecycle.Begin(record, Provision("p2") with { Admitted = false });
        Assert.Equal(OperationVerdict.Admissible, decision.Verdict);
        Assert.Same(record, decision.Record);
        Assert.Null(start);

        Assert.Equal(
            OperationVerdict.Admissible,
            StoreLifecycle.Begin(Failed(), Ask(StoreRequestKind.Retry, "r1") with { Admitted = false }).Decision.Verdict);
        Assert.Equal(
            OperationVerdict.Admissible,
            StoreLifecycle.Begin(Ready(), Ask(StoreRequestKind.Upgrade, "u1") with { Admitted = false }).Decision.Verdict);
    }

    [Fact]
    public void Operations_are_numbered_over_all_generations()
    {
        Assert.Equal(1, Provisioning().Operation!.Number);
        Assert.Equal(2, Deleting().Operation!.Number);
        Assert.Equal(3, StoreLifecycle.Begin(Deleted(), Provision("p2")).Decision.Record.Operation!.Number);
    }

    [Fact]
    public void A_second_operation_is_refused_with_the_name_of_the_one_that_runs()
    {
        var (decision, start) = StoreLifecycle.Begin(Provisioning(), Ask(StoreRequestKind.Upgrade, "u1"));

        Assert.Equal((OperationVerdict.Conflict, "p1"), (decision.Verdict, decision.Operation));
        Assert.Contains("p1", decision.Detail, StringComparison.Ordinal);
        Assert.Null(start);
    }

    [Theory]
    [InlineData(StoreRequestKind.Retry)]
    [InlineData(StoreRequestKind.Upgrade)]
    [InlineData(StoreRequestKind.Cancel)]
    public void What_works_on_a_store_needs_one(StoreRequestKind kind)
    {
        Assert.Equal(OperationVerdict.NotFound, StoreLifecycle.Begin(new StoreRecord(), Ask(kind, "x1")).Decision.Verdict);
        Assert.Equal(OperationVerdict.NotFound, StoreLifecycle.Begin(Deleted(), Ask(kind, "x1")).Decision.Verdict);
    }

    [Fact]
    public void A_failed_provision_is_retried_as_the_next_generation_after_the_removal_of_the_first()
    {
        var (decision, start) = StoreLifecycle.Begin(Failed(), Ask(StoreRequestKind.Retry, "r1"));

        Assert.Equal(OperationVerdict.Accepted, decision.Verdict);
        Assert.Equal((StorePhase.Queued, 2), (decision.Record.Phase, decision.Record.Generation));
        Assert.Equal(new StoreIdentity(s_spec.Name, 2, "tests"), start!.Store);
        Assert.Equal(new StoreIdentity(s_spec.Name, 1, "tests"), start.Previous);
        Assert.Equal("p1", decision.Record.Admission);
    }

    [Fact]
    public void Only_a_failed_provision_is_retried()
    {
        var failedDeletion = StoreLifecycle.End(Deleting(), new OperationOutcome(
            "d1", s_at, Failure: new FailureRecord("AwaitAbsence", new StoreFailure("VolumesRemain", "There is one."), []))).Record;

        Assert.Equal(StorePhase.Failed, failedDeletion.Phase);
        Assert.All([failedDeletion, Ready(), Provisioning(), Deleting()], record =>
            Assert.Equal(OperationVerdict.Conflict, StoreLifecycle.Begin(record, Ask(StoreRequestKind.Retry, "r1")).Decision.Verdict));
    }

    [Fact]
    public void A_cancellation_goes_to_the_operation_that_runs_and_is_refused_where_none_can_be_stopped()
    {
        var (decision, start) = StoreLifecycle.Begin(Provisioning(), Ask(StoreRequestKind.Cancel, "c1"));
        Assert.Equal((OperationVerdict.Accepted, "p1", "p1"), (decision.Verdict, decision.Operation, decision.Cancels));
        Assert.Null(start);

        Assert.All([Ready(), Failed(), Deleting(), StoreLifecycle.Begin(Provisioning(), Delete("d1")).Decision.Record], record =>
        {
            var refused = StoreLifecycle.Begin(record, Ask(StoreRequestKind.Cancel, "c1")).Decision;
            Assert.Equal((OperationVerdict.Conflict, (string?)null), (refused.Verdict, refused.Cancels));
        });
    }

    [Fact]
    public void An_upgrade_that_fails_leaves_the_shop_degraded_and_one_that_never_began_as_it_was()
    {
        var upgrading = StoreLifecycle.Begin(Ready(), Ask(StoreRequestKind.Upgrade, "u1")).Decision.Record;
        Assert.Equal(StorePhase.Upgrading, upgrading.Phase);

        var failed = StoreLifecycle.End(upgrading, Outcome("InstallRelease")).Record;
        Assert.Equal((StorePhase.Degraded, Ready().Url), (failed.Phase, failed.Url));

        var cancelled = StoreLifecycle.End(upgrading, Outcome(Steps.AwaitSlot)).Record;
        Assert.Equal((StorePhase.Ready, Ready().Url), (cancelled.Phase, cancelled.Url));

        static OperationOutcome Outcome(string step) => new(
            "u1", s_at, Failure: new FailureRecord(step, new StoreFailure("Any", "Any."), []));
    }

    [Fact]
    public void Whether_a_shop_has_a_mail_relay_is_as_the_latest_operation_saw_it()
    {
        var without = StoreLifecycle.End(Provisioning(), Seen("p1", hasMailRelay: false)).Record;
        Assert.False(without.HasMailRelay);

        var upgrading = StoreLifecycle.Begin(without, Ask(StoreRequestKind.Upgrade, "u1")).Decision.Record;
        Assert.False(upgrading.HasMailRelay);
        Assert.True(StoreLifecycle.End(upgrading, Seen("u1", hasMailRelay: true)).Record.HasMailRelay);
        Assert.Null(StoreLifecycle.End(upgrading, Failed("InstallRelease")).Record.HasMailRelay);
        Assert.False(StoreLifecycle.End(upgrading, Failed(Steps.AwaitSlot)).Record.HasMailRelay);
        Assert.Null(StoreLifecycle.Begin(without, Delete("d1")).Decision.Record.HasMailRelay);

        static OperationOutcome Seen(string operation, bool hasMailRelay) =>
            OperationOutcome.Ready(operation, s_at, new ReadyShop("http://localhost:30000", hasMailRelay));

        static OperationOutcome Failed(string step) =>
            new("u1", s_at, Failure: new FailureRecord(step, new StoreFailure("Any", "Any."), []));
    }

    [Fact]
    public void A_record_that_is_older_than_what_is_known_of_mail_relays_is_read()
    {
        var json = JsonSerializer.SerializeToNode(Ready())!.AsObject();
        Assert.True(json.Remove(nameof(StoreRecord.HasMailRelay)));

        var record = json.Deserialize<StoreRecord>()!;

        Assert.Equal((StorePhase.Ready, Ready().Url, null), (record.Phase, record.Url, record.HasMailRelay));
        Assert.Null(StoreResponse.From(record, queuePosition: null).HasMailRelay);
    }

    [Fact]
    public void A_deletion_pre_empts_an_upgrade()
    {
        var upgrading = StoreLifecycle.Begin(Ready(), Ask(StoreRequestKind.Upgrade, "u1")).Decision.Record;

        var (decision, start) = StoreLifecycle.Begin(upgrading, Delete("d1"));

        Assert.Equal(("u1", "d1", StorePhase.Deleting), (decision.Cancels, decision.Operation, decision.Record.Phase));
        Assert.Null(start);
    }

    [Fact]
    public void What_was_kept_is_removed_when_its_time_is_over_only_while_it_is_still_that_generation_and_kept()
    {
        var kept = StoreLifecycle.End(Provisioning(), new OperationOutcome(
            "p1",
            s_at,
            Failure: new FailureRecord("AwaitWorkloads", new StoreFailure("Any", "Any."), []) { KeptUntil = s_at.AddDays(1) })).Record;
        var expiry = Delete("d9") with { KeptGeneration = 1 };

        Assert.NotNull(StoreLifecycle.Begin(kept, expiry).Start);
        Assert.All([Failed(), Ready(), StoreLifecycle.Begin(kept, Ask(StoreRequestKind.Retry, "r1")).Decision.Record], record =>
            Assert.Equal(
                (OperationVerdict.NotFound, null),
                (StoreLifecycle.Begin(record, expiry).Decision.Verdict, StoreLifecycle.Begin(record, expiry).Start)));
    }

    private static OperationRequest Provision(string id) =>
        new(id, StoreRequestKind.Provision, s_spec.Name, new OperationSettings(), s_at)
        {
            Spec = s_spec,
            Installation = "tests",
            Admitted = true,
        };

    private static OperationRequest Ask(StoreRequestKind kind, string id) => new(id, kind, s_spec.Name, new OperationSettings(), s_at)
    {
        Admitted = true,
    };

    private static OperationRequest Delete(string id) => new(id, StoreRequestKind.Delete, s_spec.Name, new OperationSettings(), s_at)
    {
        Installation = "tests",
    };

    private static StoreRecord Provisioning() => StoreLifecycle.Begin(new StoreRecord(), Provision("p1")).Decision.Record;

    private static StoreRecord Ready() =>
        StoreLifecycle.End(Provisioning(), new OperationOutcome("p1", s_at, Url: "http://localhost:30000")).Record;

    private static StoreRecord Failed() => StoreLifecycle.End(
        Provisioning(),
        new OperationOutcome(
            "p1", s_at, Failure: new FailureRecord("AwaitWorkloads", new StoreFailure("ImagePullBackOff", "No such image."), []))).Record;

    private static StoreRecord Deleting() => StoreLifecycle.Begin(Ready(), Delete("d1")).Decision.Record;

    private static StoreRecord Deleted() => StoreLifecycle.End(
        Deleting(), new OperationOutcome("d1", s_at, Receipt: new DeletionReceipt(new StoreInventory("uid", [], []), s_at, []))).Record;
}
