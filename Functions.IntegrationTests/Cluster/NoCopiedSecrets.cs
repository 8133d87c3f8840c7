using Functions.Kubernetes.Namespaces;
using Stores.Core;

namespace Functions.IntegrationTests.Cluster;

/// <summary>Images that are pulled and mail that is sent without credentials.</summary>
internal sealed class NoCopiedSecrets : ICopiedSecrets
{
    public Task<IReadOnlyList<string>> EnsureAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);
}
