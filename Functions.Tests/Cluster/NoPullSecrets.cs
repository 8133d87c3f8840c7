using Functions.Kubernetes;
using Functions.Stores;

namespace Functions.Tests.Cluster;

/// <summary>Images that are pulled without credentials.</summary>
internal sealed class NoPullSecrets : IPullSecrets
{
    public Task<IReadOnlyList<string>> EnsureAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<string>>([]);
}
