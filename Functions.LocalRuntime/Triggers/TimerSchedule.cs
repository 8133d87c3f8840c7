using System.Globalization;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace Functions.LocalRuntime.Triggers;

/// <summary>When a timer function runs.</summary>
internal sealed class TimerSchedule
{
    private readonly Func<DateTime, DateTime> _next;

    private TimerSchedule(Func<DateTime, DateTime> next) => _next = next;

    /// <summary>Reads NCRONTAB of six or five fields, a TimeSpan, or %Setting% that holds one.</summary>
    /// <exception cref="InvalidOperationException">It is none of these.</exception>
    public static TimerSchedule Parse(string function, string schedule, IConfiguration configuration)
    {
        var text = schedule is ['%', .., '%']
            ? configuration[schedule[1..^1]] ?? throw new InvalidOperationException($"Timer function '{function}': setting '{schedule[1..^1]}' is missing.")
            : schedule;
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var interval) && interval > TimeSpan.Zero)
        {
            return new TimerSchedule(after => after + interval);
        }

        var withSeconds = text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length == 6;
        return CrontabSchedule.TryParse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = withSeconds }) is { } cron
            ? new TimerSchedule(cron.GetNextOccurrence)
            : throw new InvalidOperationException($"Timer function '{function}': schedule '{text}' is neither NCRONTAB (six fields, seconds first) nor a time span.");
    }

    /// <summary>The first run after a time (UTC).</summary>
    public DateTime NextAfter(DateTime after) => DateTime.SpecifyKind(_next(after), DateTimeKind.Utc);
}
