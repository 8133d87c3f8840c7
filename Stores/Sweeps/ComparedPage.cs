using Stores.Core;

namespace Stores.Sweeps;

/// <summary>What a page of stores came to.</summary>
/// <param name="Continuation">Where the next page begins; null for the last.</param>
/// <param name="Compared">Stores of the page that were to be looked at.</param>
/// <param name="NotAsked">How many of them could not be.</param>
/// <param name="Failure">Why the first of those could not be; null when all could.</param>
/// <param name="Findings">Those that have drifted, and those that had.</param>
public sealed record ComparedPage(
    string? Continuation, int Compared, int NotAsked, StoreFailure? Failure, IReadOnlyList<StoreFinding> Findings);
