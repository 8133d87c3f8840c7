namespace Stores.Core;

/// <summary>
/// A durable retry policy's numbers. The delay before retry n (0, 1, ...) is FirstInterval × BackoffCoefficient^n, at most MaxInterval.
/// </summary>
public sealed record RetrySettings : ISettings
{
    private static readonly TimeSpan s_shortest = TimeSpan.FromMilliseconds(1);

    // What is waited for longer than this is nobody's to wait for.
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(1);

    /// <summary>Tries in all, the first one included; at least 1.</summary>
    public int MaxAttempts { get; init; }

    /// <summary>Delay before the first retry; more than zero.</summary>
    public TimeSpan FirstInterval { get; init; }

    /// <summary>At least 1.</summary>
    public double BackoffCoefficient { get; init; } = 1;

    /// <summary>The longest delay; at least <see cref="FirstInterval"/>.</summary>
    public TimeSpan MaxInterval { get; init; }

    /// <summary>No retry begins later than this after the first try; null for no such limit.</summary>
    public TimeSpan? Deadline { get; init; }

    /// <summary>The same, with no try that begins later than what is left of a longer wait allows; one try is always made.</summary>
    /// <param name="left">From the first try on; may be negative.</param>
    public RetrySettings Within(TimeSpan left) =>
        left < FirstInterval ? this with { MaxAttempts = 1, Deadline = null }
        : Deadline <= left ? this
        : this with { Deadline = left };

    /// <summary>The delay before retry <paramref name="retry"/> (0, 1, ...).</summary>
    public TimeSpan DelayBefore(int retry)
    {
        var milliseconds = FirstInterval.TotalMilliseconds * Math.Pow(BackoffCoefficient, retry);
        return milliseconds < MaxInterval.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : MaxInterval;
    }

    /// <summary>What is left of the tries after some of them; one is always left.</summary>
    /// <param name="tries">How many there were.</param>
    /// <param name="elapsed">Since the first.</param>
    public RetrySettings After(int tries, TimeSpan elapsed)
    {
        var left = this with { MaxAttempts = Math.Max(1, MaxAttempts - tries), FirstInterval = DelayBefore(tries) };
        return Deadline is { } deadline ? left.Within(deadline - elapsed) : left;
    }

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors() =>
    [
        .. SettingRange.Check<int>(nameof(MaxAttempts), MaxAttempts, 1, 100_000),
        .. SettingRange.Check<TimeSpan>(nameof(FirstInterval), FirstInterval, s_shortest, s_longest),
        .. SettingRange.Check<double>(nameof(BackoffCoefficient), BackoffCoefficient, 1, 10),
        .. SettingRange.Check<TimeSpan>(nameof(MaxInterval), MaxInterval, FirstInterval, s_longest),
        .. SettingRange.Check(nameof(Deadline), Deadline, FirstInterval, s_longest),
    ];
}
