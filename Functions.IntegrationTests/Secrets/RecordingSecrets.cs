using System.Collections.Concurrent;
using Functions.Kubernetes.Namespaces;
using Stores.Core;

namespace Functions.IntegrationTests.Secrets;

/// <summary>The cluster's Secrets, kept in memory: an existing one keeps its values, as on a cluster.</summary>
internal sealed class RecordingSecrets : IStoreNamespaces
{
    public ConcurrentDictionary<(StoreIdentity Store, string Name), IReadOnlyDictionary<string, string>> Values { get; } = [];

    public Task<IReadOnlyDictionary<string, string>> EnsureSecretAsync(
        StoreIdentity store, string name, IReadOnlyDictionary<string, string> values, CancellationToken cancellationToken) =>
        Task.FromResult(Values.GetOrAdd((store, name), values));

    public Task EnsureAsync(StoreIdentity store, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(StoreIdentity store, CancellationToken cancellationToken) => throw new NotSupportedException();
}
