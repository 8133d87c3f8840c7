using Stores.Core;

namespace Stores.Removal;

/// <summary>
/// How far the removal of a store has come. The store keeps it until the removal has succeeded, so that a second try forgets nothing that
/// the first one saw.
/// </summary>
/// <param name="Generation">Of which generation the remains are: those of an earlier one may still be left when the next has begun.</param>
/// <param name="Inventory">All that was ever found.</param>
/// <param name="Items">The same, one by one, with when each was seen gone.</param>
public sealed record RemovalRecord(int Generation, StoreInventory Inventory, IReadOnlyList<RemovedItem> Items)
{
    /// <summary>A removal that has found nothing yet.</summary>
    public static RemovalRecord Of(StoreIdentity store) => new(store.Generation, StoreInventory.Empty, []);

    /// <summary>The receipt of a removal that has come to its end.</summary>
    /// <param name="at">When that was (UTC).</param>
    public DeletionReceipt ToReceipt(DateTime at) => new(Inventory, at, Unchecked()) { Items = Items };

    /// <summary>What could not be looked at and why, one sentence each.</summary>
    public IReadOnlyList<string> Unchecked() =>
        [.. Items.Where(item => item.Unchecked is not null).Select(item => $"{item.Kind} {item.Name}: {item.Unchecked}")];

    /// <summary>Takes in what there is; something that was seen gone and is there again has to go again.</summary>
    /// <param name="store">Whose it is.</param>
    /// <param name="found">The inventory.</param>
    public RemovalRecord Find(StoreResources store, StoreInventory found)
    {
        var present = found.Items(store);
        var merged = Inventory.Merge(found);
        var known = Items.ToDictionary(item => item.Item);
        return new(Generation, merged, [.. merged.Items(store).Select(
            item => present.Contains(item) || !known.TryGetValue(item, out var entry) ? new RemovedItem(item.Kind, item.Name) : entry)]);
    }

    /// <summary>
    /// Takes in a look at the cluster: what is not left any more has gone, and what may not be looked at is noted with the reason.
    /// </summary>
    /// <param name="remains">What is left.</param>
    /// <param name="at">When the look was taken (UTC).</param>
    public RemovalRecord Look(StoreRemains remains, DateTime at) =>
        this with { Items = [.. Items.Select(item => item.IsOpen ? Look(item, remains, at) : item)] };

    /// <summary>Takes in how the vault's secrets were deleted.</summary>
    /// <param name="deletions">One for each secret.</param>
    /// <param name="at">When (UTC).</param>
    public RemovalRecord Purge(IReadOnlyList<SecretDeletion> deletions, DateTime at)
    {
        var byName = deletions.ToDictionary(deletion => deletion.Name);
        return this with
        {
            Items =
            [
                .. Items.Select(
                    item => item.Kind != StoreItem.VaultSecret || !item.IsOpen || !byName.TryGetValue(item.Name, out var deletion) ? item
                        : deletion.Remains is { } remains ? item with { Unchecked = remains } : item with { GoneAt = at }),
                // Deleted by a try that was cut short, so that the inventory did not see it any more.
                .. deletions.Where(deletion => deletion.Remains is not null
                    && Items.All(item => item.Kind != StoreItem.VaultSecret || item.Name != deletion.Name))
                    .Select(deletion => new RemovedItem(StoreItem.VaultSecret, deletion.Name, Unchecked: deletion.Remains)),
            ],
        };
    }

    private RemovedItem Look(RemovedItem item, StoreRemains remains, DateTime at)
    {
        switch (item.Kind)
        {
            case StoreItem.VaultSecret:
                return item;
            case StoreItem.Namespace:
                return remains.Namespace is null ? item with { GoneAt = at } : item;
            case StoreItem.Volume when remains.Volumes is null:
                var claim = Inventory.Volumes.FirstOrDefault(volume => volume.Volume == item.Name)?.Claim;
                return remains.Namespace is not null ? item
                    : item with
                    {
                        Unchecked = $"this account may not read persistent volumes; its claim {claim} is gone, "
                            + "and the volume's reclaim policy decides what became of it",
                    };
            case StoreItem.Volume:
                return remains.Volumes.Any(volume => volume.Name == item.Name) ? item : item with { GoneAt = at };
            default:
                return remains.Namespace is null || remains.Contents?.Contains(item.Item) == false ? item with { GoneAt = at } : item;
        }
    }
}
