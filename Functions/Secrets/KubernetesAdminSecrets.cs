using Functions.Kubernetes.Namespaces;
using Stores.Core;
using Stores.Removal;

namespace Functions.Secrets;

/// <summary>Passwords that only the store's own Secret holds: they go with its namespace.</summary>
internal sealed class KubernetesAdminSecrets(IStoreNamespaces namespaces) : IAdminSecrets
{
    public async Task EnsureAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        StoreCredentials.RequireComplete(store, await namespaces.EnsureSecretAsync(
            store,
            StoreResources.CredentialsSecret,
            StoreCredentials.Keys.ToDictionary(key => key, StoreCredentials.Create),
            cancellationToken));

    public Task<IReadOnlyList<string>> FindAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);

    public Task<Look<IReadOnlyList<SecretDeletion>>> DeleteAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        Task.FromResult(Look.Found<IReadOnlyList<SecretDeletion>>([]));
}
