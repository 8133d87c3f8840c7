using Functions.Stores;

namespace Functions.Kubernetes;

/// <summary>The credentials of the registry that stores' images are pulled from.</summary>
public interface IPullSecrets
{
    /// <summary>
    /// Copies the configured Secret into the store's namespace, over an earlier copy; does nothing where none is configured.
    /// </summary>
    /// <returns>The names of the Secrets that its pods pull by; none where none is configured.</returns>
    /// <exception cref="PermanentStoreFailureException">PullSecretMissing: there is no such Secret; PullSecretUnusable: it is of another
    /// type than registries' credentials are; PullSecretForbidden: the app may not read it.</exception>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked.</exception>
    Task<IReadOnlyList<string>> EnsureAsync(StoreIdentity store, CancellationToken cancellationToken);
}
