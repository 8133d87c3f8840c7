namespace DurableTask.Sqlite.Dispatch;

/// <summary>How long may be waited at once: what .NET's waits and timers take is bounded.</summary>
internal static class Waits
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(24);

    /// <summary>The time itself, or the longest that may be waited; infinite stays infinite.</summary>
    public static TimeSpan Limit(TimeSpan time) => time > s_longest ? s_longest : time;
}
