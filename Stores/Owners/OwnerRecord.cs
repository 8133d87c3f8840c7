namespace Stores.Owners;

/// <summary>An owner's stores: the Owner entity's state.</summary>
public sealed record OwnerRecord
{
    /// <summary>Those that exist or are about to.</summary>
    public IReadOnlyList<OwnedStore> Stores { get; init; } = [];

    /// <summary>When the latest of those that are gone again was asked for (UTC).</summary>
    public DateTime LastCreation { get; init; }
}
