using Stores.Sweeps;

namespace Functions.Api.Comparisons;

/// <summary>Answer of GET /api/comparisons.</summary>
/// <param name="Running">Since when one runs (UTC); null when none does.</param>
/// <param name="Latest">What the latest came to; null before the first.</param>
public sealed record ComparisonResponse(DateTime? Running, ComparisonSummary? Latest);
