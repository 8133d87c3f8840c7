using System.Globalization;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Readiness;

namespace Functions.Tests.Stores.Lifecycle;

public sealed class OperationSettingsTests
{
    [Fact]
    public void The_defaults_hold() => Assert.Empty(new OperationSettings().FindErrors());

    [Fact]
    public void Every_broken_rule_is_named_at_once()
    {
        var settings = new OperationSettings
        {
            Slots = 0,
            MostWaiting = -1,
            LeaseDuration = TimeSpan.FromSeconds(1),
            StoresPerOwner = 0,
            CreationCoolDown = TimeSpan.FromSeconds(-1),
            KeepFailed = TimeSpan.Zero,
            Readiness = new ReadinessSettings
            {
                Deadline = TimeSpan.Zero,
                CrashLimit = 0,
                ScheduleGrace = TimeSpan.FromSeconds(-1),
                VolumeGrace = TimeSpan.FromSeconds(-1),
                Grace = TimeSpan.FromSeconds(-1),
            },
            StuckAfter = TimeSpan.Zero,
            Credentials = new RetrySettings { FirstInterval = TimeSpan.FromSeconds(1), MaxInterval = TimeSpan.FromSeconds(1) },
            Database = new RetrySettings
            {
                MaxAttempts = 0,
                FirstInterval = TimeSpan.FromSeconds(2),
                BackoffCoefficient = 0.5,
                MaxInterval = TimeSpan.FromSeconds(1),
                Deadline = TimeSpan.Zero,
            },
        };

        var errors = string.Join('\n', settings.FindErrors());

        string[] keys =
        [
            "Slots ", "MostWaiting ", "LeaseDuration ", "StoresPerOwner ", "CreationCoolDown ", "KeepFailed ", "StuckAfter ",
            "Readiness:Deadline", "Readiness:CrashLimit", "Readiness:ScheduleGrace", "Readiness:VolumeGrace", "Readiness:Grace",
            "Database:MaxAttempts", "Database:BackoffCoefficient", "Database:MaxInterval", "Database:Deadline", "Credentials:MaxAttempts",
        ];
        Assert.All(keys, key => Assert.Contains(key, errors, StringComparison.Ordinal));
    }

    [Fact]
    public void A_time_beyond_all_measure_is_told_by_itself_and_makes_no_other_setting_wrong()
    {
        foreach (var time in new[] { TimeSpan.MaxValue, TimeSpan.MinValue })
        {
            AssertOnly("SlotPoll must be ", new OperationSettings { SlotPoll = time });
        }

        var retries = new OperationSettings().Steps with { FirstInterval = TimeSpan.MaxValue };
        AssertOnly("Steps:FirstInterval must be ", new OperationSettings { Steps = retries });

        static void AssertOnly(string error, OperationSettings settings) =>
            Assert.StartsWith(error, Assert.Single(settings.FindErrors()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1.00:00:00", false)]
    [InlineData("1.00:00:01", true)]
    public void The_wait_for_the_database_is_one_that_the_chart_takes(string deadline, bool isRefused)
    {
        var database = new OperationSettings().Database with { Deadline = TimeSpan.Parse(deadline, CultureInfo.InvariantCulture) };

        var errors = new OperationSettings { Database = database }.FindErrors();

        Assert.Equal(
            isRefused, errors.Any(error => error.StartsWith("Database:Deadline must be 00:00:03 to 1.00:00:00", StringComparison.Ordinal)));
    }
}
