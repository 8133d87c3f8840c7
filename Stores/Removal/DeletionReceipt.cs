namespace Stores.Removal;

/// <summary>What a deletion removed and how its absence was proved.</summary>
/// <param name="Inventory">What existed before.</param>
/// <param name="AbsentAt">When the last of it was seen gone (UTC).</param>
/// <param name="Unchecked">What could not be looked at, and why; empty when everything was.</param>
public sealed record DeletionReceipt(StoreInventory Inventory, DateTime AbsentAt, IReadOnlyList<string> Unchecked)
{
    /// <summary>What there was, one by one, with when each was first seen gone or why that could not be checked.</summary>
    public IReadOnlyList<RemovedItem> Items { get; init; } = [];
}
