using System.Globalization;
using Functions.SimulatedCluster.Objects;

namespace Functions.IntegrationTests.SimulatedCluster;

/// <summary>Schedules as Kubernetes reads them.</summary>
public sealed class CronScheduleTests
{
    // The 2nd of March 2026 is a Monday.
    [Theory]
    [InlineData("*/5 * * * *", "2026-03-02T09:31:20", "2026-03-02T09:35:00")]
    [InlineData("10/20 * * * *", "2026-03-02T09:31:00", "2026-03-02T09:50:00")]
    [InlineData("0,7-9,30 * * * *", "2026-03-02T09:08:00", "2026-03-02T09:09:00")]
    [InlineData("0-30/15 9-17/4 * * *", "2026-03-02T09:30:00", "2026-03-02T13:00:00")]
    [InlineData("0 0 1 JAN-mar/2 ?", "2026-03-02T00:00:00", "2027-01-01T00:00:00")]
    [InlineData("0 12 * * Fri", "2026-03-02T00:00:00", "2026-03-06T12:00:00")]
    [InlineData("0 0 29 2 *", "2026-03-02T00:00:00", "2028-02-29T00:00:00")]
    // Restricted both, either day will do; a star leaves it to the other one, and a star with a step restricts.
    [InlineData("0 0 15 * 5", "2026-03-02T00:00:00", "2026-03-06T00:00:00")]
    [InlineData("0 0 4 * 5", "2026-03-02T00:00:00", "2026-03-04T00:00:00")]
    [InlineData("0 0 15 * *", "2026-03-02T00:00:00", "2026-03-15T00:00:00")]
    [InlineData("0 0 */2 * 3", "2026-03-02T00:00:00", "2026-03-03T00:00:00")]
    [InlineData("@yearly", "2026-03-02T00:00:00", "2027-01-01T00:00:00")]
    [InlineData("@annually", "2026-03-02T00:00:00", "2027-01-01T00:00:00")]
    [InlineData("@monthly", "2026-03-02T00:00:00", "2026-04-01T00:00:00")]
    [InlineData("@weekly", "2026-03-02T00:00:00", "2026-03-08T00:00:00")]
    [InlineData("@daily", "2026-03-02T09:31:00", "2026-03-03T00:00:00")]
    [InlineData("@midnight", "2026-03-02T09:31:00", "2026-03-03T00:00:00")]
    [InlineData("@hourly", "2026-03-02T09:31:00", "2026-03-02T10:00:00")]
    [InlineData("@every 1h30m", "2026-03-02T09:31:07.5", "2026-03-02T11:01:07")]
    [InlineData("@every 1.5m10ms", "2026-03-02T09:31:00", "2026-03-02T09:32:30")]
    [InlineData("@every -1h", "2026-03-02T09:31:00", "2026-03-02T09:31:01")]
    public void A_schedule_tells_the_next_time(string schedule, string after, string next) =>
        Assert.Equal(Utc(next), CronSchedule.TryParse(schedule, null, out _)!.Next(Utc(after)));

    [Theory]
    [InlineData("0 9 * * *", "Europe/Berlin", "2026-03-02T08:00:00", "2026-03-03T08:00:00")]
    // Half past two is left out of the day that has none, and comes twice on the day that has two.
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28T12:00:00", "2026-03-30T00:30:00")]
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-25T00:30:00", "2026-10-25T01:30:00")]
    [InlineData("0 0 * * *", "Asia/Kathmandu", "2026-03-02T00:00:00", "2026-03-02T18:15:00")]
    public void A_time_zone_tells_what_is_meant(string schedule, string zone, string after, string next) =>
        Assert.Equal(Utc(next), CronSchedule.TryParse(schedule, zone, out _)!.Next(Utc(after)));

    [Theory]
    [InlineData("59 23 31 2 *")]
    [InlineData(", * * * *")]
    public void A_schedule_can_have_no_time(string schedule) =>
        Assert.Null(CronSchedule.TryParse(schedule, null, out _)!.Next(Utc("2026-03-02T00:00:00")));

    [Theory]
    [InlineData("", "expected exactly 5 fields, found 0: []")]
    [InlineData("often", "expected exactly 5 fields, found 1: [often]")]
    [InlineData("0 0 * * * *", "expected exactly 5 fields, found 6: [0 0 * * * *]")]
    [InlineData("60 * * * *", "end of range (60) above maximum (59): 60")]
    [InlineData("* * 0 * *", "beginning of range (0) below minimum (1): 0")]
    [InlineData("* * * * 7", "end of range (7) above maximum (6): 7")]
    [InlineData("9-5 * * * *", "beginning of range (9) beyond end of range (5): 9-5")]
    [InlineData("*/0 * * * *", "step of range should be a positive number: */0")]
    [InlineData("1-2-3 * * * *", "too many hyphens: 1-2-3")]
    [InlineData("1/2/3 * * * *", "too many slashes: 1/2/3")]
    [InlineData("* * L * *", "failed to parse int from L: strconv.Atoi: parsing \"L\": invalid syntax")]
    [InlineData("* * * * -1", "failed to parse int from : strconv.Atoi: parsing \"\": invalid syntax")]
    [InlineData("@fortnightly", "unrecognized descriptor: @fortnightly")]
    [InlineData("@every now", "failed to parse duration @every now: time: invalid duration \"now\"")]
    public void What_is_no_schedule_says_why(string schedule, string why)
    {
        Assert.Null(CronSchedule.TryParse(schedule, null, out var said));
        Assert.Equal(why, said);
    }

    private static DateTimeOffset Utc(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
