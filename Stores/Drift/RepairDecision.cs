namespace Stores.Drift;

/// <summary>What to do about a store's drift, and why.</summary>
/// <param name="Verdict">What to do.</param>
/// <param name="Reason">One sentence.</param>
/// <param name="NextAt">For a wait between attempts, when it ends (UTC).</param>
public sealed record RepairDecision(RepairVerdict Verdict, string Reason, DateTime? NextAt = null);
