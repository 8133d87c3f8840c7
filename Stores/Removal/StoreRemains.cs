namespace Stores.Removal;

/// <summary>What is left of a store in the cluster at one moment.</summary>
/// <param name="Namespace">Null when the namespace is gone; else what keeps it, in the words of its conditions.</param>
/// <param name="Volumes">Those of its volumes that still exist; null when this account may not read volumes.</param>
public sealed record StoreRemains(string? Namespace, IReadOnlyList<VolumeRemains>? Volumes)
{
    /// <summary>
    /// What is left inside the namespace; null where the account may not look any more: its role goes with the namespace's contents.
    /// </summary>
    public IReadOnlyList<StoreItem>? Contents { get; init; }
}
