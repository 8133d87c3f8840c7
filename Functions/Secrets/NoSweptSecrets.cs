using Stores.Sweeps;

namespace Functions.Secrets;

/// <summary>Without a vault nothing is kept outside the stores' namespaces.</summary>
internal sealed class NoSweptSecrets : ISweptSecrets
{
    public Task<IReadOnlyCollection<SecretsInVault>> ListAsync(string installation, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<SecretsInVault>>([]);
}
