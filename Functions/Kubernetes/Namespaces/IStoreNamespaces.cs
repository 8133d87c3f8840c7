using Stores.Core;

namespace Functions.Kubernetes.Namespaces;

/// <summary>The stores' namespaces, and the Secrets that the app itself puts into them.</summary>
/// <remarks>
/// Every member may be called again after a crash at any point. All throw <see cref="TransientStoreFailureException"/> when the cluster
/// could not be asked and <see cref="PermanentStoreFailureException"/> when it refused for good.
/// </remarks>
public interface IStoreNamespaces
{
    /// <summary>Creates the store's namespace with its labels, or finds it as an earlier try left it.</summary>
    /// <exception cref="PermanentStoreFailureException">NamespaceNotOurs: a namespace of that name belongs to something else.</exception>
    /// <exception cref="TransientStoreFailureException">NamespaceTerminating: it is still being deleted.</exception>
    Task EnsureAsync(StoreIdentity store, CancellationToken cancellationToken);

    /// <summary>Creates the Secret unless it exists; an existing one keeps its values.</summary>
    /// <param name="store">Whose namespace.</param>
    /// <param name="name">The Secret's name.</param>
    /// <param name="values">Key to value; never logged.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>The values that the Secret has now; never logged.</returns>
    Task<IReadOnlyDictionary<string, string>> EnsureSecretAsync(
        StoreIdentity store, string name, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken);

    /// <summary>Asks for the namespace's deletion, if it is this store's; one of something else is left alone. Does not wait.</summary>
    Task DeleteAsync(StoreIdentity store, CancellationToken cancellationToken);
}
