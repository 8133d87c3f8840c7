namespace Stores.Releases;

/// <summary>What a release is to become.</summary>
/// <param name="Mark">What is to be installed, and by which operation.</param>
/// <param name="LongestRun">The longest that a helm lives, from its start to its forced end.</param>
/// <param name="IsRunning">Whether the store has run: what its release made may hold a shop's data.</param>
public sealed record ReleaseIntent(ReleaseMark Mark, TimeSpan LongestRun, bool IsRunning = false);
