using Stores.Core;

namespace Functions.Kubernetes.Namespaces;

/// <summary>Secrets of the app's surroundings that stores' pods need: credentials of the images' registry and of the mail relay.</summary>
public interface ICopiedSecrets
{
    /// <summary>
    /// Copies the configured Secrets into the store's namespace, over earlier copies; does nothing where none is configured.
    /// </summary>
    /// <returns>The copies' names.</returns>
    /// <exception cref="PermanentStoreFailureException">PullSecretMissing, MailSecretMissing: there is no such Secret; ...Unusable: it is
    /// not what it has to be; ...Forbidden: the app may not read it.</exception>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked.</exception>
    Task<IReadOnlyList<string>> EnsureAsync(StoreIdentity store, CancellationToken cancellationToken);
}
