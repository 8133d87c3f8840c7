using Functions.Kubernetes.Releases;
using Stores.Core;
using Stores.Releases;

namespace Functions.IntegrationTests.Cluster;

/// <summary>A release's records as they will be read some time later, when nothing has happened since.</summary>
internal sealed class LaterRecords(IReleaseRecords records, TimeSpan later) : IReleaseRecords
{
    public async Task<IReadOnlyList<ReleaseRevision>> ReadAsync(StoreResources store, CancellationToken cancellationToken) =>
        [.. (await records.ReadAsync(store, cancellationToken)).Select(revision => revision with { Age = revision.Age + later })];

    public Task<IReadOnlyList<string>?> ListNamesAsync(string ns, CancellationToken cancellationToken) =>
        records.ListNamesAsync(ns, cancellationToken);
}
