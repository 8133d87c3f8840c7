using Stores.Core;

namespace Stores.Lifecycle;

/// <summary>Asks something of a store.</summary>
/// <param name="Id">The instance id that its orchestration gets when it is accepted.</param>
/// <param name="Kind">What to do.</param>
/// <param name="Name">Of which store.</param>
/// <param name="Settings">How to do it; orchestrators have no configuration of their own.</param>
/// <param name="At">When it was asked for (UTC).</param>
public sealed record OperationRequest(string Id, StoreRequestKind Kind, StoreName Name, OperationSettings Settings, DateTime At)
{
    /// <summary>Of which store. In what earlier builds wrote, the spec alone says so.</summary>
    public StoreName Name { get => field == default && Spec is { } spec ? spec.Name : field; init; } = Name;

    /// <summary>What a provision is asked to make; null for everything else.</summary>
    public StoreSpec? Spec { get; init; }

    /// <summary>The id of this installation, which a store that begins now belongs to.</summary>
    public string Installation { get; init; } = "";

    /// <summary>Whether there is room for it: its owner may have it, and a slot or a place in the queue is reserved.</summary>
    public bool Admitted { get; init; }

    /// <summary>
    /// The generation in which the store's record, read by whoever asks, would have admitted it; null where nobody looked.
    /// </summary>
    public int? AdmissibleAfter { get; init; }

    /// <summary>The Idempotency-Key that it came with, hashed; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>For the removal of a store that was kept for debugging: the generation that is meant; null for whatever there is.</summary>
    public int? KeptGeneration { get; init; }
}
