using Stores.Core;

namespace Stores.Sweeps;

/// <summary>What a comparison came to.</summary>
/// <param name="Id">Its instance id.</param>
/// <param name="RequestedAt">UTC.</param>
/// <param name="EndedAt">UTC.</param>
/// <param name="Compared">Stores that were looked at.</param>
/// <param name="Drifted">Those of them that have drifted.</param>
/// <param name="Repairs">The instance ids of the repairs that it began.</param>
/// <param name="NotAsked">How many stores could not be looked at.</param>
/// <param name="Failure">Why it ended early, or why the first of those could not be looked at; null when all could.</param>
public sealed record ComparisonSummary(
    string Id, DateTime RequestedAt, DateTime EndedAt, int Compared, int Drifted, IReadOnlyList<string> Repairs, int NotAsked,
    StoreFailure? Failure);
