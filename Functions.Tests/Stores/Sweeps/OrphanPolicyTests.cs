using Stores.Core;
using Stores.Lifecycle;
using Stores.Slots;
using Stores.Sweeps;

namespace Functions.Tests.Stores.Sweeps;

public sealed class OrphanPolicyTests
{
    private const string Ours = "ours";

    private static readonly DateTime s_surveyed = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime s_before = s_surveyed.AddHours(-1);
    private static readonly StoreName s_demo = StoreName.Parse("demo");
    private static readonly StoreSpec s_spec = new(s_demo, StorePlan.Small, DatabaseEngine.MariaDb);
    private static readonly StoreOperation s_running = new("upgrade-demo", StoreOperationKind.Upgrade, s_before, 2, StorePhase.Ready);

    /// <summary>What is recorded of store demo.</summary>
    public static TheoryData<string, OrphanAction?, string> Records => new()
    {
        { "none", OrphanAction.Remove, "No store demo is recorded" },
        { "never asked for", OrphanAction.Remove, "No store demo is recorded" },
        { "deleted", OrphanAction.Remove, "was deleted" },
        { "deleted while the survey ran", null, "" },
        { "next generation ready", OrphanAction.Remove, "store demo is at 3" },
        { "next generation being made", null, "" },
        { "earlier generation ready", OrphanAction.Report, "recorded only up to 1" },
        { "another installation's", OrphanAction.Report, "another installation's" },
        { "ready", null, "" },
        { "provision failed", OrphanAction.Remove, "has failed and is not kept" },
        { "provision failed and kept", null, "" },
        { "deletion failed", null, "" },
        { "operation running", null, "" },
    };

    [Theory]
    [MemberData(nameof(Records))]
    public void A_namespace_is_held_against_its_stores_record(string recorded, OrphanAction? cure, string why)
    {
        var suspicion = OrphanPolicy.OfNamespace(Namespace(), Record(recorded), Ours, s_surveyed);

        Assert.Equal(cure, suspicion?.Cure);
        Assert.Contains(why, suspicion?.Why ?? "", StringComparison.Ordinal);
        Assert.True(
            suspicion is null or { What: "store-demo", Uid: "uid" }
                && suspicion?.Store == (cure is null ? null : new StoreIdentity(s_demo, 2, Ours)));
    }

    [Theory]
    [MemberData(nameof(Records))]
    public void Vault_secrets_are_held_against_their_stores_record(string recorded, OrphanAction? cure, string why)
    {
        var secrets = new SecretsInVault(new StoreIdentity(s_demo, 2, Ours), 3);
        var suspicion = OrphanPolicy.OfSecrets(secrets, Record(recorded), Ours, s_surveyed);

        Assert.Equal(cure, suspicion?.Cure);
        Assert.Contains(why, suspicion?.Why ?? "", StringComparison.Ordinal);
        Assert.Equal(cure is null ? null : "demo#2", suspicion?.What);
    }

    [Theory]
    [InlineData("store-demo", null, "2", Ours)]
    [InlineData("store-demo", "demo", "2", null)]
    [InlineData("store-demo", "demo", "2", "theirs")]
    [InlineData("store-demo", "demo", "2", "")]
    public void What_does_not_carry_both_labels_of_this_installation_is_foreign(
        string name, string? store, string? generation, string? installation)
    {
        Assert.Null(OrphanPolicy.OfNamespace(new NamespaceSighting(name, "uid", store, generation, installation), null, Ours, s_surveyed));
        Assert.Null(
            OrphanPolicy.OfNamespace(
                new NamespaceSighting(name, "uid", store, generation, installation), null, installation: "", s_surveyed));
    }

    [Theory]
    [InlineData("production", "demo", "2")]
    [InlineData("store-other", "demo", "2")]
    [InlineData("store-demo", "Not a name", "2")]
    [InlineData("store-demo", "demo", "second")]
    [InlineData("store-demo", "demo", null)]
    public void A_namespace_whose_labels_do_not_fit_its_name_is_only_told_of(string name, string store, string? generation)
    {
        var suspicion = OrphanPolicy.OfNamespace(new NamespaceSighting(name, "uid", store, generation, Ours), null, Ours, s_surveyed);

        Assert.Equal(OrphanAction.Report, suspicion!.Cure);
    }

    [Theory]
    [InlineData(5, OrphanAction.Watch, "being deleted since")]
    [InlineData(20, OrphanAction.Report, "stuck")]
    public void A_namespace_that_is_being_deleted_is_watched_until_it_is_stuck(int minutes, OrphanAction cure, string why)
    {
        var suspicion = OrphanPolicy.OfNamespace(Namespace() with { DeletedAt = s_surveyed.AddMinutes(-minutes) }, null, Ours, s_surveyed);

        Assert.Equal(cure, suspicion!.Cure);
        Assert.Contains(why, suspicion.Why, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StorePhase.Ready, false, OrphanAction.Mark)]
    [InlineData(StorePhase.Degraded, false, OrphanAction.Mark)]
    [InlineData(StorePhase.Failed, true, OrphanAction.Report)]
    [InlineData(StorePhase.Failed, false, null)]
    [InlineData(StorePhase.Queued, false, null)]
    [InlineData(StorePhase.Deleting, false, null)]
    [InlineData(StorePhase.Deleted, false, null)]
    public void A_store_that_ought_to_run_needs_a_namespace_of_its_generation(StorePhase phase, bool kept, OrphanAction? cure)
    {
        var record = Ready(2) with
        {
            Phase = phase,
            Failure = kept ? new FailureRecord("AwaitWorkloads", new StoreFailure("NotReady", ""), []) { KeptUntil = s_surveyed } : null,
        };

        Assert.Equal(cure, OrphanPolicy.OfStore(record, null, Ours, s_surveyed)?.Cure);
        Assert.Equal(cure, OrphanPolicy.OfStore(record, Namespace() with { Generation = "1" }, Ours, s_surveyed)?.Cure);
        Assert.Null(OrphanPolicy.OfStore(record, Namespace(), Ours, s_surveyed));
    }

    [Fact]
    public void A_store_that_has_changed_since_the_survey_began_is_not_missed()
    {
        Assert.Null(OrphanPolicy.OfStore(Ready(2) with { UpdatedAt = s_surveyed }, null, Ours, s_surveyed));
        Assert.Null(OrphanPolicy.OfStore(Ready(2) with { Operation = s_running }, null, Ours, s_surveyed));
        Assert.Null(OrphanPolicy.OfStore(Ready(2) with { Installation = "" }, null, Ours, s_surveyed));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Operations_and_slots_need_an_orchestration_that_runs(bool runs)
    {
        Assert.Equal(runs ? "" : "upgrade-demo Mark", Told(OrphanPolicy.OfOperation(Ready(2) with { Operation = s_running }, runs)));
        Assert.Equal(runs ? "" : "provision-x Remove", Told(OrphanPolicy.OfSlot(new SlotHolding("provision-x", s_demo), runs)));
        Assert.Null(OrphanPolicy.OfOperation(Ready(2), runs));

        static string Told(Suspicion? suspicion) => suspicion is null ? "" : $"{suspicion.What} {suspicion.Cure}";
    }

    [Theory]
    [InlineData(0, 60, OrphanAction.Watch)]
    [InlineData(1, 10, OrphanAction.Watch)]
    [InlineData(5, 29, OrphanAction.Watch)]
    [InlineData(1, 30, OrphanAction.Remove)]
    [InlineData(9, 600, OrphanAction.Remove)]
    public void Nothing_is_removed_before_it_was_seen_twice_and_for_half_an_hour(int earlierSightings, int minutesAgo, OrphanAction action)
    {
        var now = s_surveyed;
        var first = now.AddMinutes(-minutesAgo);

        var orphan = Assert.Single(OrphanPolicy.Decide(
            [Suspect("store-demo")],
            earlierSightings == 0 ? [] : [new OrphanSighting(OrphanKind.Namespace, "store-demo", "uid", first, earlierSightings)],
            new SweepSettings(), now));

        Assert.Equal(
            (action, earlierSightings + 1, earlierSightings == 0 ? now : first), (orphan.Action, orphan.Sightings, orphan.FirstSeen));
    }

    [Theory]
    [InlineData(OrphanKind.Namespace, "store-demo", "another uid")]
    [InlineData(OrphanKind.Namespace, "store-other", "uid")]
    [InlineData(OrphanKind.Slot, "store-demo", "uid")]
    public void Sightings_of_something_else_do_not_count(OrphanKind kind, string what, string uid)
    {
        var orphan = Assert.Single(
            OrphanPolicy.Decide(
                [Suspect("store-demo")], [new OrphanSighting(kind, what, uid, s_surveyed.AddDays(-1), 9)],
                new SweepSettings(), s_surveyed));

        Assert.Equal((OrphanAction.Watch, 1), (orphan.Action, orphan.Sightings));
    }

    [Fact]
    public void What_is_only_told_of_is_told_at_once_and_never_removed()
    {
        var sightings = new[] { new OrphanSighting(OrphanKind.Namespace, "store-demo", "uid", s_surveyed.AddDays(-9), 99) };

        Assert.Equal(
            OrphanAction.Report,
            Assert.Single(
                OrphanPolicy.Decide(
                    [Suspect("store-demo") with { Cure = OrphanAction.Report }], [], new SweepSettings(), s_surveyed)).Action);
        Assert.Equal(
            OrphanAction.Report,
            Assert.Single(
                OrphanPolicy.Decide(
                    [Suspect("store-demo") with { Cure = OrphanAction.Report }], sightings, new SweepSettings(), s_surveyed)).Action);
        Assert.Equal(
            OrphanAction.Watch,
            Assert.Single(
                OrphanPolicy.Decide(
                    [Suspect("store-demo") with { Cure = OrphanAction.Watch }], sightings, new SweepSettings(), s_surveyed)).Action);
    }

    [Fact]
    public void One_sweep_removes_a_bounded_number_and_those_that_failed_before_come_last()
    {
        var suspicions = Enumerable.Range(0, 300).Select(number => Suspect($"store-s{number:D3}")).ToList();
        var sightings = suspicions.Take(80).Select((suspicion, number) => new OrphanSighting(
            suspicion.Kind, suspicion.What, suspicion.Uid, s_surveyed.AddHours(-1), number < 40 ? 7 : 1)).ToList();

        var orphans = OrphanPolicy.Decide(suspicions, sightings, new SweepSettings(), s_surveyed);

        Assert.Equal(OrphanPolicy.MostOrphans, orphans.Count);
        Assert.Equal(50, orphans.Count(orphan => orphan.Action == OrphanAction.Remove));
        Assert.Equal(
            Enumerable.Range(40, 40).Concat(Enumerable.Range(0, 10)).Select(number => $"store-s{number:D3}"),
            orphans.Take(50).Select(orphan => orphan.What));
        // The rest that is due stays in sight, before what was never seen before.
        Assert.Equal(
            Enumerable.Range(10, 30).Select(number => $"store-s{number:D3}"), orphans.Skip(50).Take(30).Select(orphan => orphan.What));
        Assert.All(orphans.Skip(50).Take(30), orphan => Assert.Contains("later sweep", orphan.Detail, StringComparison.Ordinal));
        Assert.All(orphans.Skip(50), orphan => Assert.Equal(OrphanAction.Watch, orphan.Action));
    }

    [Fact]
    public void A_survey_leaves_what_no_record_claims()
    {
        var search = new OrphanSearch(Ours, s_surveyed);
        search.Add(Namespace());
        search.Add(new NamespaceSighting("store-left", "uid2", "left", "1", Ours));
        search.Add(new NamespaceSighting("store-theirs", "uid3", "theirs", "1", "theirs"));
        search.Add(new SecretsInVault(new StoreIdentity(s_demo, 1, Ours), 3));
        search.Add(new SecretsInVault(new StoreIdentity(s_demo, 2, Ours), 3));
        search.Add(new SecretsInVault(new StoreIdentity(StoreName.Parse("left"), 1, Ours), 2));
        search.Compare(Ready(2), operationRuns: false);
        search.Compare(new StoreRecord(), operationRuns: false);
        search.Compare(Ready(1) with { Spec = s_spec with { Name = StoreName.Parse("bare") } }, operationRuns: false);
        search.Compare(new SlotHolding("provision-x", s_demo), runs: false);
        search.Compare(new SlotHolding("provision-y", s_demo), runs: true);

        var suspicions = search.Complete();

        Assert.Equal(
            ["MissingNamespace bare#1", "Namespace store-left", "Slot provision-x", "VaultSecrets demo#1", "VaultSecrets left#1"],
            suspicions.Select(suspicion => $"{suspicion.Kind} {suspicion.What}").Order(StringComparer.Ordinal));
        Assert.Equal((3, 2, 8, 2), (search.Namespaces, search.Stores, search.VaultSecrets, search.Slots));
    }

    private static NamespaceSighting Namespace() => new("store-demo", "uid", "demo", "2", Ours);

    private static Suspicion Suspect(string what) =>
        new(OrphanKind.Namespace, what, "It has no store.", OrphanAction.Remove) { Uid = "uid" };

    private static StoreRecord Ready(int generation) =>
        new()
        {
            Spec = s_spec,
            Generation = generation,
            Installation = Ours,
            Phase = StorePhase.Ready,
            CreatedAt = s_before,
            UpdatedAt = s_before,
        };

    private static StoreRecord? Record(string recorded) => recorded switch
    {
        "none" => null,
        "never asked for" => new StoreRecord(),
        "deleted" => Ready(2) with { Phase = StorePhase.Deleted },
        "deleted while the survey ran" => Ready(2) with { Phase = StorePhase.Deleted, UpdatedAt = s_surveyed.AddSeconds(1) },
        "next generation ready" => Ready(3),
        "next generation being made" => Ready(3) with { Phase = StorePhase.Provisioning, Operation = s_running },
        "earlier generation ready" => Ready(1),
        "another installation's" => Ready(2) with { Installation = "theirs" },
        "ready" => Ready(2),
        "provision failed" => Failed(StoreOperationKind.Provision, keptUntil: null),
        "provision failed and kept" => Failed(StoreOperationKind.Provision, s_surveyed.AddDays(1)),
        "deletion failed" => Failed(StoreOperationKind.Delete, keptUntil: null),
        "operation running" => Ready(2) with { Phase = StorePhase.Upgrading, Operation = s_running },
        _ => throw new ArgumentException(recorded),
    };

    private static StoreRecord Failed(StoreOperationKind kind, DateTime? keptUntil) => Ready(2) with
    {
        Phase = StorePhase.Failed,
        Failed = kind,
        Failure = new FailureRecord("Step", new StoreFailure("Any", "Any."), []) { KeptUntil = keptUntil },
    };
}
