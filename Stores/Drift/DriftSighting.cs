namespace Stores.Drift;

/// <summary>A drift as it was seen by comparisons that followed each other.</summary>
/// <param name="Drift">What was seen.</param>
/// <param name="Since">When it was seen first (UTC).</param>
/// <param name="Times">How often.</param>
public sealed record DriftSighting(StoreDrift Drift, DateTime Since, int Times);
