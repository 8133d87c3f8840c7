using Functions.Kubernetes;
using Functions.Stores;

namespace Functions.Tests.Secrets;

/// <summary>The cluster's Secrets, kept in memory: an existing one keeps its values, as on a cluster.</summary>
internal sealed class RecordingSecrets : IStoreCluster
{
    public Dictionary<(StoreIdentity Store, string Name), IReadOnlyDictionary<string, string>> Values { get; } = [];

    public Task EnsureSecretAsync(StoreIdentity store, string name, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken)
    {
        Values.TryAdd((store, name), values);
        return Task.CompletedTask;
    }

    public Task EnsureNamespaceAsync(StoreIdentity store, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoreObservation> ObserveAsync(StoreIdentity store, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoreInventory> InventoryAsync(StoreIdentity store, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteNamespaceAsync(StoreIdentity store, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoreRemains> FindRemainsAsync(StoreIdentity store, StoreInventory inventory, CancellationToken cancellationToken) => throw new NotSupportedException();
}
