namespace Stores.Core;

/// <summary>What was asked for.</summary>
/// <param name="Name">The store's name, unique in the cluster.</param>
/// <param name="Plan">How much it may use.</param>
/// <param name="Engine">Its database server.</param>
public sealed record StoreSpec(StoreName Name, StorePlan Plan, DatabaseEngine Engine)
{
    /// <summary>Whose store it is; see <see cref="StoreOwner"/>.</summary>
    public string Owner { get; init; } = StoreOwner.Default;

    /// <summary>What becomes of a provision that fails.</summary>
    public FailurePolicy OnFailure { get; init; }
}
