using System.Collections.Concurrent;
using Functions.Kubernetes;
using Functions.Stores;

namespace Functions.Tests.Secrets;

/// <summary>The cluster's Secrets, kept in memory: an existing one keeps its values, as on a cluster.</summary>
internal sealed class RecordingSecrets : IStoreCluster
{
    public ConcurrentDictionary<(StoreIdentity Store, string Name), IReadOnlyDictionary<string, string>> Values { get; } = [];

    public Task<IReadOnlyDictionary<string, string>> EnsureSecretAsync(
        StoreIdentity store, string name, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        Task.FromResult(Values.GetOrAdd((store, name), values));

    public Task EnsureNamespaceAsync(StoreIdentity store, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoreObservation> ObserveAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<StoreInventory> InventoryAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task DeleteNamespaceAsync(StoreIdentity store, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoreRemains> FindRemainsAsync(StoreIdentity store, StoreInventory inventory, CancellationToken cancellationToken) =>
        throw new NotSupportedException();
}
