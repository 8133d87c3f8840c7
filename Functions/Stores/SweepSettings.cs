namespace Functions.Stores;

/// <summary>How careful a sweep is. Section <c>Sweeps</c> of the configuration; travels with each sweep.</summary>
public sealed record SweepSettings
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

    /// <summary>Every rule that is broken, each named by its key; empty when all hold.</summary>
    public IEnumerable<string> FindErrors()
    {
        if (Grace < TimeSpan.Zero)
        {
            yield return $"{nameof(Grace)} must not be negative.";
        }

        if (Sightings is < 2 or > 100)
        {
            yield return $"{nameof(Sightings)} must be 2 to 100.";
        }

        if (MaxRemovals is < 1 or > OrphanPolicy.MostOrphans)
        {
            yield return $"{nameof(MaxRemovals)} must be 1 to {OrphanPolicy.MostOrphans}.";
        }

        foreach (var error in Steps.FindErrors())
        {
            yield return $"{nameof(Steps)}:{error}";
        }
    }
}
