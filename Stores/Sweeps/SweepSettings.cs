using Stores.Core;

namespace Stores.Sweeps;

/// <summary>How careful a sweep is. Section <c>Sweeps</c> of the configuration; travels with each sweep.</summary>
public sealed record SweepSettings : ISettings
{
    /// <summary>Nothing is removed sooner than this after a sweep first saw it.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Nothing is removed before this many sweeps have seen it, the removing one included.</summary>
    public int Sightings { get; init; } = 2;

    /// <summary>The most that one sweep removes or marks, so that a mistake cannot mow everything down.</summary>
    public int MaxRemovals { get; init; } = 50;

    /// <summary>For the survey and for each removal.</summary>
    public RetrySettings Steps { get; init; } =
        new() { MaxAttempts = 5, FirstInterval = TimeSpan.FromSeconds(2), BackoffCoefficient = 2, MaxInterval = TimeSpan.FromSeconds(30) };

    /// <inheritdoc/>
    public IEnumerable<string> FindErrors() =>
    [
        .. SettingRange.Check<TimeSpan>(nameof(Grace), Grace, TimeSpan.Zero, TimeSpan.FromDays(30)),
        .. SettingRange.Check<int>(nameof(Sightings), Sightings, 2, 100),
        .. SettingRange.Check<int>(nameof(MaxRemovals), MaxRemovals, 1, OrphanPolicy.MostOrphans),
        .. Steps.FindErrors().Select(error => $"{nameof(Steps)}:{error}"),
    ];
}
