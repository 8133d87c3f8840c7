using System.Globalization;
using System.Text.RegularExpressions;

namespace Functions.SimulatedCluster.Objects;

/// <summary>
/// When a CronJob is due, as Kubernetes reads it by the standard parser of robfig/cron v3: five fields or a descriptor. Of the two fields
/// for days either suffices unless one of them is a star, where .NET's libraries want both.
/// </summary>
internal sealed partial class CronSchedule
{
    // How far ahead Kubernetes looks; a leap day may be further away, at a turn of centuries.
    private const int Years = 5;

    private readonly TimeSpan? _every;
    private readonly TimeZoneInfo _zone;
    private readonly CronField[] _fields;

    private CronSchedule(TimeSpan? every, TimeZoneInfo zone, params CronField[] fields) => (_every, _zone, _fields) = (every, zone, fields);

    /// <summary>Reads spec.schedule and spec.timeZone, which is UTC where it says nothing.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="zone">The time zone.</param>
    /// <param name="why">Why it cannot be read, in the API server's words.</param>
    /// <returns>Null when it cannot be read.</returns>
    public static CronSchedule? TryParse(string schedule, string? zone, out string why)
    {
        why = $"unknown time zone {zone}";
        try
        {
            return TimeZoneInfo.TryFindSystemTimeZoneById(zone ?? "UTC", out var found) ? Parse(schedule, found) : null;
        }
        catch (FormatException exception)
        {
            why = exception.Message;
            return null;
        }
    }

    /// <summary>Whether a time zone is known by its name in the IANA's database.</summary>
    public static bool IsZone(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId;

    /// <summary>The first time after another one; null when there is none, as on the 31st of February.</summary>
    public DateTimeOffset? Next(DateTimeOffset after)
    {
        if (_every is { } every)
        {
            return new DateTimeOffset(after.Ticks - (after.Ticks % TimeSpan.TicksPerSecond), after.Offset) + every;
        }

        var time = new DateTimeOffset(after.Ticks - (after.Ticks % TimeSpan.TicksPerMinute), after.Offset).AddMinutes(1);
        for (var local = Local(time); local.Year <= after.Year + Years; local = Local(time))
        {
            if (!IsDay(local))
            {
                var midnight = local.Date.AddDays(1);
                time = new DateTimeOffset(midnight, _zone.GetUtcOffset(midnight));
            }
            else if (!_fields[1].Has(local.Hour))
            {
                time = time.AddMinutes(60 - local.Minute);
            }
            else if (!_fields[0].Has(local.Minute))
            {
                time = time.AddMinutes(1);
            }
            else
            {
                return local;
            }
        }

        return null;
    }

    /// <summary>The last time up to now and after another one; null when there was none.</summary>
    public DateTimeOffset? Last(DateTimeOffset after, DateTimeOffset now)
    {
        DateTimeOffset? last = null;
        for (var next = Next(after); next <= now; next = Next(next.Value))
        {
            last = next;
        }

        return last;
    }

    private static CronSchedule Parse(string schedule, TimeZoneInfo zone)
    {
        if (schedule.StartsWith("@every ", StringComparison.Ordinal))
        {
            return new CronSchedule(Every(schedule), zone);
        }

        var fields = schedule.StartsWith('@') ? Described(schedule) : schedule.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return fields.Length == 5
            ? new CronSchedule(
                null, zone, CronField.Minutes(fields[0]), CronField.Hours(fields[1]), CronField.DaysOfMonth(fields[2]),
                CronField.Months(fields[3]), CronField.DaysOfWeek(fields[4]))
            : throw new FormatException($"expected exactly 5 fields, found {fields.Length}: [{string.Join(' ', fields)}]");
    }

    private static string[] Described(string descriptor) => descriptor switch
    {
        "@yearly" or "@annually" => ["0", "0", "1", "1", "*"],
        "@monthly" => ["0", "0", "1", "*", "*"],
        "@weekly" => ["0", "0", "*", "*", "0"],
        "@daily" or "@midnight" => ["0", "0", "*", "*", "*"],
        "@hourly" => ["0", "*", "*", "*", "*"],
        _ => throw new FormatException($"unrecognized descriptor: {descriptor}"),
    };

    private static TimeSpan Every(string descriptor)
    {
        var text = descriptor["@every ".Length..];
        if (Duration().Match(text) is not { Success: true } match)
        {
            throw new FormatException($"failed to parse duration {descriptor}: time: invalid duration \"{text}\"");
        }

        var seconds = match.Groups["number"].Captures.Zip(match.Groups["unit"].Captures, (number, unit) =>
            double.Parse(number.Value, CultureInfo.InvariantCulture) * SecondsOf(unit.Value)).Sum();
        // Whole seconds, and one at least.
        return TimeSpan.FromSeconds(match.Groups["minus"].Success ? 1 : Math.Max(1, Math.Floor(Math.Min(seconds, int.MaxValue))));
    }

    private static double SecondsOf(string unit) => unit switch
    {
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "ns" => 1e-9,
        _ => 1e-6,
    };

    // Go's durations.
    [GeneratedRegex(@"\A((?<minus>-)|\+)?(0|((?<number>[0-9]+(\.[0-9]*)?|\.[0-9]+)(?<unit>h|ms|m|s|ns|us|µs|μs))+)\z")]
    private static partial Regex Duration();

    private DateTimeOffset Local(DateTimeOffset time) => TimeZoneInfo.ConvertTime(time, _zone);

    private bool IsDay(DateTimeOffset local)
    {
        var (ofMonth, ofWeek) = (_fields[2].Has(local.Day), _fields[4].Has((int)local.DayOfWeek));
        return _fields[3].Has(local.Month) && (_fields[2].IsStar || _fields[4].IsStar ? ofMonth && ofWeek : ofMonth || ofWeek);
    }
}
