using Stores.Core;
using Stores.Sweeps;

namespace Functions.Secrets;

/// <summary>What is kept of passwords outside the stores' namespaces, as a sweep looks at it: no value is read.</summary>
public interface ISweptSecrets
{
    /// <summary>What an installation keeps, by store and generation.</summary>
    /// <exception cref="TransientStoreFailureException">It could not be asked.</exception>
    /// <exception cref="PermanentStoreFailureException">It refused for good.</exception>
    Task<IReadOnlyCollection<SecretsInVault>> ListAsync(string installation, CancellationToken cancellationToken);
}
