using Functions.Kubernetes;
using Functions.Stores;

namespace Functions.Secrets;

/// <summary>Passwords that only the store's own Secret holds: they go with its namespace.</summary>
internal sealed class KubernetesAdminSecrets(IStoreCluster cluster) : IAdminSecrets
{
    public Task EnsureAsync(StoreIdentity store, CancellationToken cancellationToken) => cluster.EnsureSecretAsync(
        store, StoreResources.CredentialsSecret, StorePasswords.Keys.ToDictionary(key => key, _ => StorePasswords.Create()), cancellationToken);

    public Task DeleteAsync(StoreIdentity store, CancellationToken cancellationToken) => Task.CompletedTask;
}
