namespace Stores.Drift;

/// <summary>An operator's word that a store is not to be repaired by itself.</summary>
/// <param name="Reason">The operator's, free of secrets; null when none was given.</param>
/// <param name="At">When it was said (UTC).</param>
/// <param name="Until">When it ends by itself (UTC); null for never.</param>
public sealed record RepairPause(string? Reason, DateTime At, DateTime? Until)
{
    /// <summary>Whether it holds at a moment (UTC).</summary>
    public bool HoldsAt(DateTime at) => Until is null || at < Until;
}
