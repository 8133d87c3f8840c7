namespace Functions.Stores;

/// <summary>What was asked for.</summary>
/// <param name="Name">The store's name, unique in the cluster.</param>
/// <param name="Plan">How much it may use.</param>
/// <param name="Engine">Its database server.</param>
public sealed record StoreSpec(StoreName Name, StorePlan Plan, DatabaseEngine Engine);
