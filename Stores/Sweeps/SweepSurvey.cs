namespace Stores.Sweeps;

/// <summary>What a survey came to.</summary>
/// <param name="Counts">What was looked at.</param>
/// <param name="Found">How many orphans there are.</param>
/// <param name="Orphans">At most <see cref="OrphanPolicy.MostOrphans"/> of them, and their releases.</param>
/// <param name="Unchecked">What could not be looked at, and why.</param>
public sealed record SweepSurvey(SweepCounts Counts, int Found, IReadOnlyList<Orphan> Orphans, IReadOnlyList<string> Unchecked);
