using Stores.Core;
using Stores.Sweeps;

namespace Functions.Kubernetes.Namespaces;

/// <summary>Namespaces as a sweep looks at them: metadata alone, page by page.</summary>
/// <remarks>
/// All throw <see cref="TransientStoreFailureException"/> when the cluster could not be asked and
/// <see cref="PermanentStoreFailureException"/> when it refused for good.
/// </remarks>
public interface ISweptNamespaces
{
    /// <summary>The namespaces that carry an installation's labels, at most 500 a page; each page is one request.</summary>
    /// <param name="installation">The installation's id.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    IAsyncEnumerable<IReadOnlyList<NamespaceSighting>> ListNamespacesAsync(string installation, CancellationToken cancellationToken);

    /// <summary>One namespace; null when there is none of that name.</summary>
    Task<NamespaceSighting?> FindNamespaceAsync(string name, CancellationToken cancellationToken);

    /// <summary>Asks for a namespace's deletion if it still is the one with this UID. Does not wait.</summary>
    /// <returns>Whether there was such a namespace.</returns>
    Task<bool> DeleteNamespaceAsync(string name, string uid, CancellationToken cancellationToken);
}
