using NCrontab;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>When a CronJob is due.</summary>
internal sealed class CronSchedule
{
    private static readonly Dictionary<string, string> s_macros = new(StringComparer.Ordinal)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private readonly CrontabSchedule _schedule;
    private readonly TimeZoneInfo _zone;

    private CronSchedule(CrontabSchedule schedule, TimeZoneInfo zone) => (_schedule, _zone) = (schedule, zone);

    /// <summary>Reads spec.schedule and spec.timeZone; null when one of them says nothing known.</summary>
    public static CronSchedule? TryParse(string? schedule, string? zone) =>
        CrontabSchedule.TryParse(s_macros.GetValueOrDefault(schedule ?? "", schedule ?? "")) is { } parsed && TimeZoneInfo.TryFindSystemTimeZoneById(zone ?? "UTC", out var found)
            ? new CronSchedule(parsed, found)
            : null;

    /// <summary>The first time after another one.</summary>
    public DateTimeOffset Next(DateTimeOffset after)
    {
        var local = _schedule.GetNextOccurrence(TimeZoneInfo.ConvertTime(after, _zone).DateTime);
        return new DateTimeOffset(local, _zone.GetUtcOffset(local));
    }

    /// <summary>The last time up to now and after another one; null when there was none.</summary>
    public DateTimeOffset? Last(DateTimeOffset after, DateTimeOffset now)
    {
        DateTimeOffset? last = null;
        for (var next = Next(after); next <= now; next = Next(next))
        {
            last = next;
        }

        return last;
    }
}
