using System.Globalization;
using Functions.Kubernetes.Connection;
using k8s;
using Stores.Core;
using Stores.Releases;

namespace Functions.Kubernetes.Releases;

/// <summary>Reads helm's records of releases: the Secrets of its storage driver of that name.</summary>
internal sealed class ReleaseRecords(ClusterConnection connection, TimeProvider clock) : IReleaseRecords
{
    private MetadataClient Metadata => new((k8s.Kubernetes)connection.Client);

    public async Task<IReadOnlyList<ReleaseRevision>> ReadAsync(StoreResources store, CancellationToken cancellationToken)
    {
        var records = await ListAsync(
            $"read the records of release {store.Release} in {store.Namespace}", store.Namespace,
            $"{ReleaseSecret.Selector},{ReleaseSecret.NameLabel}={store.Release}", cancellationToken);
        // A record's stamp is of the server's clock, which may go ahead of this one or behind it.
        var now = records.ServerTime ?? clock.GetUtcNow();
        return [.. records.Items!.Select(record => Describe(record.Metadata, now)).OrderBy(revision => revision.Revision)];
    }

    public async Task<IReadOnlyList<string>?> ListNamesAsync(string ns, CancellationToken cancellationToken)
    {
        try
        {
            var records = await ListAsync(
                $"list releases in {ns}", ns, $"{ReleaseSecret.Selector},{ReleaseSecret.NameLabel}", cancellationToken);
            // One Secret for each revision.
            return [.. records.Items!.Select(record => record.Metadata.Labels![ReleaseSecret.NameLabel]).Distinct(StringComparer.Ordinal)];
        }
        catch (PermanentStoreFailureException exception) when (exception.Failure.Reason == Reasons.Forbidden)
        {
            return null;
        }
    }

    /// <summary>Reads the newest revision of a store's release whole; null when there is no release.</summary>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked.</exception>
    /// <exception cref="PermanentStoreFailureException">It refused, or ReleaseUnreadable.</exception>
    public Task<ReleaseSecret?> ReadNewestAsync(StoreResources store, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync($"read release {store.Release} in {store.Namespace}", async () =>
        {
            var selector =
                $"{ReleaseSecret.StatusLabel}!=superseded,{ReleaseSecret.Selector},{ReleaseSecret.NameLabel}={store.Release}";
            var records = await connection.Client.CoreV1.ListNamespacedSecretAsync(
                store.Namespace, labelSelector: selector, cancellationToken: cancellationToken);
            return ReleaseSecret.ReadNewest(records.Items, store.Release);
        });

    private Task<MetadataPage> ListAsync(string what, string ns, string selector, CancellationToken cancellationToken) =>
        Metadata.ListAsync(
            what, $"api/v1/namespaces/{Uri.EscapeDataString(ns)}/secrets?labelSelector={Uri.EscapeDataString(selector)}",
            cancellationToken);

    private static ReleaseRevision Describe(ObjectMetadata record, DateTimeOffset now)
    {
        var labels = record.Labels ?? new Dictionary<string, string>();
        return new ReleaseRevision(
            int.TryParse(
                labels.GetValueOrDefault(ReleaseSecret.VersionLabel), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
                ? revision
                : 0,
            ReleaseStatusWords.Parse(labels.GetValueOrDefault(ReleaseSecret.StatusLabel)),
            // helm's own modifiedAt is that of the first install on every later revision, and createdAt goes when a record is written
            // again.
            record.CreationTimestamp is { } made ? now - made : null,
            labels.GetValueOrDefault(ReleaseMark.ContentLabel) is { } content
                && labels.GetValueOrDefault(ReleaseMark.OperationLabel) is { } operation
                ? new ReleaseMark(content, operation)
                : null);
    }
}
