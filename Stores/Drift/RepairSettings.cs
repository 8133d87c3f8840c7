using Stores.Core;

namespace Stores.Drift;

/// <summary>
/// Section <c>Repair</c> of the configuration: when drift marks a store, and how often it is repaired. Travels with each comparison.
/// </summary>
public sealed record RepairSettings : ISettings
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    /// <summary>
    /// Whether drift is repaired by itself; stores are compared and marked all the same, and a repair that is asked for runs.
    /// </summary>
    public bool Enabled { get; init; } = true;

    /// <summary>How long a workload may be not ready before that marks the store.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Repairs of the same drift before it is left to the operator.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>How long after the first repair the second may begin; each further wait is twice as long.</summary>
    public TimeSpan FirstBackoff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The longest wait between repairs; a store without drift for as long has its attempts forgotten.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromHours(1);

    /// <summary>
    /// How long a comparison that the timer asked for rests between two pages of stores, which go by their names: what it asks of the
    /// cluster is spread over time instead of coming in one go.
    /// </summary>
    public TimeSpan PagePause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait after a number of attempts.</summary>
    public TimeSpan BackoffAfter(int attempts)
    {
        var backoff = FirstBackoff;
        for (var i = 1; i < attempts && backoff < MaxBackoff; i++)
        {
            backoff *= 2;
        }

        return backoff < MaxBackoff ? backoff : MaxBackoff;
    }

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors() =>
    [
        .. SettingRange.Check<TimeSpan>(nameof(Grace), Grace, TimeSpan.Zero, TimeSpan.FromDays(1)),
        .. SettingRange.Check<int>(nameof(MaxAttempts), MaxAttempts, 1, 100),
        .. SettingRange.Check<TimeSpan>(nameof(FirstBackoff), FirstBackoff, TimeSpan.FromMilliseconds(1), s_longest),
        .. SettingRange.Check<TimeSpan>(nameof(MaxBackoff), MaxBackoff, FirstBackoff, s_longest),
        .. SettingRange.Check<TimeSpan>(nameof(PagePause), PagePause, TimeSpan.Zero, TimeSpan.FromMinutes(1)),
    ];
}
