using System.Text.Json.Serialization;

namespace Functions.Stores;

/// <summary>What is remembered of a store's drift and of its repairs.</summary>
public sealed record RepairState
{
    /// <summary>The drifts of the latest comparison; empty when there were none.</summary>
    public IReadOnlyList<DriftSighting> Drifts { get; init; } = [];

    /// <summary>The keys of the drifts that the attempts were about.</summary>
    public IReadOnlyList<string> Known { get; init; } = [];

    /// <summary>Repairs begun because of them.</summary>
    public int Attempts { get; init; }

    /// <summary>When the latest repair began, or ended when it has (UTC); null before the first.</summary>
    public DateTime? LastAt { get; init; }

    /// <summary>How the latest repair ended; null when it succeeded or none has ended.</summary>
    public StoreFailure? LastFailure { get; init; }

    /// <summary>Not before this does the next repair begin by itself (UTC); null when nothing waits.</summary>
    public DateTime? NextAt { get; init; }

    /// <summary>Since when, why and until when no repair begins by itself; null when repairs may.</summary>
    public RepairPause? Pause { get; init; }

    /// <summary>Whether a store without drift must still be told of a comparison.</summary>
    [JsonIgnore]
    public bool IsEmpty => Drifts.Count == 0 && Attempts == 0 && NextAt is null;
}

/// <summary>A drift as it was seen by comparisons that followed each other.</summary>
/// <param name="Drift">What was seen.</param>
/// <param name="Since">When it was seen first (UTC).</param>
/// <param name="Times">How often.</param>
public sealed record DriftSighting(Drift Drift, DateTime Since, int Times);

/// <summary>An operator's word that a store is not to be repaired by itself.</summary>
/// <param name="Reason">The operator's, free of secrets; null when none was given.</param>
/// <param name="At">When it was said (UTC).</param>
/// <param name="Until">When it ends by itself (UTC); null for never.</param>
public sealed record RepairPause(string? Reason, DateTime At, DateTime? Until)
{
    /// <summary>Whether it holds at a moment (UTC).</summary>
    public bool HoldsAt(DateTime at) => Until is null || at < Until;
}

/// <summary>Why a running store is not as it should be.</summary>
/// <param name="Reasons">The gravest first; at least one.</param>
/// <param name="Since">Since when it is not (UTC).</param>
public sealed record Degradation(IReadOnlyList<StoreFailure> Reasons, DateTime Since);
