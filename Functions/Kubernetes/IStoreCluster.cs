using Functions.Stores;

namespace Functions.Kubernetes;

/// <summary>The cluster as this product needs it.</summary>
/// <remarks>
/// Every member may be called again after a crash at any point. All throw <see cref="TransientStoreFailureException"/> when the cluster
/// could not be asked and <see cref="PermanentStoreFailureException"/> when it refused for good.
/// </remarks>
public interface IStoreCluster
{
    /// <summary>Creates the store's namespace with its labels, or finds it as an earlier try left it.</summary>
    /// <exception cref="PermanentStoreFailureException">NamespaceNotOurs: a namespace of that name belongs to something else.</exception>
    /// <exception cref="TransientStoreFailureException">NamespaceTerminating: it is still being deleted.</exception>
    Task EnsureNamespaceAsync(StoreIdentity store, CancellationToken cancellationToken);

    /// <summary>Creates the Secret unless it exists; an existing one keeps its values.</summary>
    /// <param name="store">Whose namespace.</param>
    /// <param name="name">The Secret's name.</param>
    /// <param name="values">Key to value; never logged.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The values that the Secret has now; never logged.</returns>
    Task<IReadOnlyDictionary<string, string>> EnsureSecretAsync(
        StoreIdentity store, string name, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken);

    /// <summary>Looks at the release's workloads, pods and address.</summary>
    Task<StoreObservation> ObserveAsync(StoreIdentity store, CancellationToken cancellationToken);

    /// <summary>Lists what a deletion must make disappear from the cluster.</summary>
    Task<StoreInventory> InventoryAsync(StoreIdentity store, CancellationToken cancellationToken);

    /// <summary>Asks for the namespace's deletion, if it is this store's; one of something else is left alone. Does not wait.</summary>
    Task DeleteNamespaceAsync(StoreIdentity store, CancellationToken cancellationToken);

    /// <summary>Looks for what is left of what was inventoried; what may not be looked at is told from what is gone.</summary>
    Task<StoreRemains> FindRemainsAsync(StoreIdentity store, StoreInventory inventory, CancellationToken cancellationToken);
}
