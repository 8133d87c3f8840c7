using System.Globalization;
using Functions.Stores;
using k8s.Models;

namespace Functions.Kubernetes;

/// <summary>
/// Reads helm's release Secrets by their labels (helm's storage driver for Secrets writes them); their contents are not asked for.
/// </summary>
internal sealed class ReleaseRecords(ClusterConnection connection, TimeProvider clock) : IReleaseRecords
{
    private static readonly Dictionary<string, ReleaseStatus> s_statuses = new(StringComparer.Ordinal)
    {
        ["deployed"] = ReleaseStatus.Deployed,
        ["failed"] = ReleaseStatus.Failed,
        ["uninstalled"] = ReleaseStatus.Uninstalled,
        ["uninstalling"] = ReleaseStatus.Uninstalling,
        ["pending-install"] = ReleaseStatus.PendingInstall,
        ["pending-upgrade"] = ReleaseStatus.PendingUpgrade,
        ["pending-rollback"] = ReleaseStatus.PendingRollback,
        ["superseded"] = ReleaseStatus.Superseded,
    };

    public Task<IReadOnlyList<ReleaseRevision>> ReadAsync(StoreResources store, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync<IReadOnlyList<ReleaseRevision>>(
            $"read the records of release {store.Release} in {store.Namespace}", async () =>
            {
                using var answer = await connection.Client.CoreV1.ListNamespacedSecretWithHttpMessagesAsync(
                    store.Namespace,
                    labelSelector: ReleaseSecret.OwnerSelector(store.Release),
                    customHeaders: MetadataOnly.List,
                    cancellationToken: cancellationToken);
                // A record's stamp is of the server's clock, which may go ahead of this one or behind it.
                var now = answer.Response.Headers.Date ?? clock.GetUtcNow();
                // Where there are none, an API server may write null for the items of such a list.
                return
                [
                    .. (answer.Body.Items ?? []).Select(record => Describe(record, now.UtcDateTime)).OrderBy(revision => revision.Revision),
                ];
            });

    private static ReleaseRevision Describe(V1Secret record, DateTime now) => new(
        int.TryParse(record.GetLabel("version"), NumberStyles.None, CultureInfo.InvariantCulture, out var revision) ? revision : 0,
        s_statuses.GetValueOrDefault(record.GetLabel("status") ?? "", ReleaseStatus.Unknown),
        // helm's own modifiedAt is that of the first install on every later revision, and createdAt goes when a record is written again.
        now - (record.CreationTimestamp() ?? DateTime.MinValue),
        record.GetLabel(ReleaseMark.ContentLabel) is { } content && record.GetLabel(ReleaseMark.OperationLabel) is { } operation
            ? new ReleaseMark(content, operation)
            : null);
}
