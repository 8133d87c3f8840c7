using System.Text.Json.Serialization;
using Stores.Core;

namespace Stores.Drift;

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
