using Stores.Core;
using Stores.Sweeps;

namespace Functions.Tests.Stores.Sweeps;

public sealed class SweepLedgerTests
{
    private static readonly DateTime s_at = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void One_sweep_runs_at_a_time()
    {
        var (running, begun) = new SweepLedger().Begin(Request("a"));
        var (same, refused) = running.Begin(Request("b"));

        Assert.True(begun.Accepted);
        Assert.Equal((false, "a"), (refused.Accepted, refused.Running.Id));
        Assert.Same(running, same);
        Assert.True(running.Begin(Request("a")).Decision.Accepted);
        Assert.True(running.End(Report("a")).Ledger.Begin(Request("b")).Decision.Accepted);
    }

    [Fact]
    public void A_sweep_that_never_ends_does_not_stand_against_others_for_ever()
    {
        var running = new SweepLedger { Running = Request("a") };
        var (replaced, decision) = running.Begin(Request("b") with { At = s_at.AddHours(1) });
        Assert.True(decision.Accepted);

        var (late, _) = replaced.End(Report("a", new Orphan(OrphanKind.Slot, "x", "", OrphanAction.Watch, s_at, 1)));

        Assert.Equal("b", late.Running!.Id);
        Assert.Empty(late.Sightings);
        Assert.Equal("a", Assert.Single(late.Reports).Id);
    }

    [Fact]
    public void What_a_sweep_saw_and_did_not_do_away_with_is_remembered()
    {
        var seen = new Orphan(OrphanKind.Namespace, "store-x", "", OrphanAction.Watch, s_at, 2) { Uid = "uid" };
        var (ledger, _) = new SweepLedger { Running = Request("a") }.End(Report(
            "a", seen, seen with { What = "store-done", Outcome = OrphanOutcome.Done },
            seen with { What = "store-spared", Outcome = OrphanOutcome.Spared },
            seen with { What = "store-stays", Outcome = OrphanOutcome.Failed },
            seen with { Kind = OrphanKind.Release, What = "store-x/x" }));

        Assert.Equal(
            [
                new OrphanSighting(OrphanKind.Namespace, "store-x", "uid", s_at, 2),
                new OrphanSighting(OrphanKind.Namespace, "store-stays", "uid", s_at, 2),
            ], ledger.Sightings);
        Assert.Empty(Assert.Single(ledger.Reports).Survey!.Orphans);
        Assert.Null(ledger.Running);
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_dry_run_and_one_that_could_not_look_around_leave_the_sightings_as_they_were(bool dryRun, bool failed)
    {
        var before = new SweepLedger { Running = Request("a"), Sightings = [new OrphanSighting(OrphanKind.Slot, "x", null, s_at, 1)] };
        var report = Report("a", new Orphan(OrphanKind.Slot, "y", "", OrphanAction.Watch, s_at, 1)) with { DryRun = dryRun };

        var (ledger, _) = before.End(failed ? report with { Survey = null, Failure = new StoreFailure("ClusterUnreachable", "") } : report);

        Assert.Equal(before.Sightings, ledger.Sightings);
        Assert.Null(ledger.Running);
    }

    [Fact]
    public void The_latest_fifty_reports_are_kept()
    {
        var ledger = new SweepLedger();
        var dropped = new List<string>();
        for (var number = 1; number <= 53; number++)
        {
            (ledger, var gone) = (ledger with { Running = Request($"{number}") }).End(Report($"{number}"));
            dropped.AddRange(gone);
        }

        Assert.Equal(["1", "2", "3"], dropped);
        Assert.Equal(Enumerable.Range(4, 50).Reverse().Select(number => $"{number}"), ledger.Reports.Select(report => report.Id));
        Assert.Equal(50, ledger.End(Report("53")).Ledger.Reports.Count);
    }

    [Theory]
    [InlineData("Grace", "Grace must be 00:00:00 to 30.00:00:00.")]
    [InlineData("Sightings", "Sightings must be 2 to 100.")]
    [InlineData("MaxRemovals", "MaxRemovals must be 1 to 100.")]
    [InlineData("Steps", "Steps:MaxAttempts must be 1 to 100000.")]
    public void Settings_that_are_not_careful_enough_are_refused(string setting, string error)
    {
        var settings = new SweepSettings();
        Assert.Empty(settings.FindErrors());

        settings = setting switch
        {
            "Grace" => settings with { Grace = TimeSpan.FromSeconds(-1) },
            "Sightings" => settings with { Sightings = 1 },
            "MaxRemovals" => settings with { MaxRemovals = 101 },
            _ => settings with { Steps = settings.Steps with { MaxAttempts = 0 } },
        };

        Assert.Equal([error], settings.FindErrors());
    }

    private static SweepRequest Request(string id) => new(id, SweepTrigger.Timer, false, new SweepSettings(), s_at);

    private static SweepReport Report(string id, params Orphan[] orphans) =>
        new(id, SweepTrigger.Timer, false, s_at, s_at, new SweepSurvey(new SweepCounts(0, 0, 0, 0, 1), orphans.Length, orphans, []));
}
