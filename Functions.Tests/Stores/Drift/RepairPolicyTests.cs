using Stores.Drift;

namespace Functions.Tests.Stores.Drift;

public sealed class RepairPolicyTests
{
    private static readonly DateTime s_at = new(2026, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly RepairSettings s_settings = new();

    [Theory]
    [InlineData(DriftRemedy.Repair, 1, RepairVerdict.Wait)]
    [InlineData(DriftRemedy.Repair, 2, RepairVerdict.Repair)]
    [InlineData(DriftRemedy.Repair, 9, RepairVerdict.Repair)]
    [InlineData(DriftRemedy.Wait, 9, RepairVerdict.Nothing)]
    [InlineData(DriftRemedy.Operator, 9, RepairVerdict.Nothing)]
    public void What_a_repair_puts_right_is_repaired_at_the_second_sighting(DriftRemedy remedy, int times, RepairVerdict verdict) =>
        Assert.Equal(verdict, RepairPolicy.Decide(Seen(remedy, times), s_settings, s_at).Verdict);

    [Fact]
    public void Without_drift_there_is_nothing_to_do() =>
        Assert.Equal(RepairVerdict.Nothing, RepairPolicy.Decide(new RepairState { Attempts = 9 }, s_settings, s_at).Verdict);

    [Theory]
    [InlineData(1, 5)]
    [InlineData(2, 10)]
    [InlineData(3, 20)]
    [InlineData(4, 40)]
    public void Each_attempt_waits_twice_as_long_as_the_one_before(int attempts, int minutes)
    {
        var state = Seen(DriftRemedy.Repair, 5) with { Attempts = attempts, LastAt = s_at };
        var due = s_at.AddMinutes(minutes);

        Assert.Equal(
            (RepairVerdict.Wait, due),
            (RepairPolicy.Decide(state, s_settings, due.AddTicks(-1)).Verdict, RepairPolicy.Decide(state, s_settings, s_at).NextAt));
        Assert.Equal(RepairVerdict.Repair, RepairPolicy.Decide(state, s_settings, due).Verdict);
    }

    [Fact]
    public void The_wait_has_a_limit_and_so_have_the_attempts()
    {
        var often = s_settings with { MaxAttempts = 50 };
        Assert.Equal(TimeSpan.FromHours(1), often.BackoffAfter(49));

        var state = Seen(DriftRemedy.Repair, 5) with { Attempts = 5, LastAt = s_at };
        Assert.Equal(RepairVerdict.GivenUp, RepairPolicy.Decide(state, s_settings, s_at.AddYears(1)).Verdict);
        Assert.Equal(RepairVerdict.Repair, RepairPolicy.Decide(state, often, s_at.AddYears(1)).Verdict);
    }

    [Theory]
    [InlineData(null, 1000, RepairVerdict.Paused)]
    [InlineData(10, 9, RepairVerdict.Paused)]
    [InlineData(10, 10, RepairVerdict.Repair)]
    public void A_pause_holds_until_its_time_or_for_good(int? untilMinutes, int atMinutes, RepairVerdict verdict)
    {
        var pause = new RepairPause("maintenance", s_at, untilMinutes is { } minutes ? s_at.AddMinutes(minutes) : null);

        Assert.Equal(
            verdict,
            RepairPolicy.Decide(Seen(DriftRemedy.Repair, 2) with { Pause = pause }, s_settings, s_at.AddMinutes(atMinutes)).Verdict);
    }

    [Fact]
    public void Where_repairs_are_switched_off_none_begins() =>
        Assert.Equal(
            RepairVerdict.Paused, RepairPolicy.Decide(Seen(DriftRemedy.Repair, 2), s_settings with { Enabled = false }, s_at).Verdict);

    [Fact]
    public void Every_setting_that_is_out_of_bounds_is_named()
    {
        Assert.Empty(s_settings.FindErrors());
        var wrong = new RepairSettings
        {
            Grace = TimeSpan.FromSeconds(-1),
            MaxAttempts = 0,
            FirstBackoff = TimeSpan.Zero,
            MaxBackoff = TimeSpan.FromDays(8),
        };
        Assert.Equal(["Grace", "MaxAttempts", "FirstBackoff", "MaxBackoff"], wrong.FindErrors().Select(error => error.Split(' ')[0]));
        Assert.Single(new RepairSettings { MaxBackoff = TimeSpan.FromMinutes(1) }.FindErrors());
    }

    private static RepairState Seen(DriftRemedy remedy, int times) => new()
    {
        Drifts = [new DriftSighting(new StoreDrift("Service web", "ServiceMissing", "Service web is gone.", remedy), s_at, times)],
    };
}
