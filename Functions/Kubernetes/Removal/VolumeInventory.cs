using System.Net;
using Functions.Kubernetes.Connection;
using k8s;
using k8s.Models;
using Stores.Core;
using Stores.Removal;

namespace Functions.Kubernetes.Removal;

/// <summary>Looks at the volumes of a store's namespace, which are the whole cluster's; the account may not read them everywhere.</summary>
internal sealed class VolumeInventory(IKubernetes client, string ns)
{
    /// <summary>Adds what the volumes are, where they may be read.</summary>
    public async Task<IReadOnlyList<VolumeRecord>> DescribeAsync(IReadOnlyList<VolumeRecord> volumes, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(volumes, cancellationToken);
        return found is null ? volumes : [.. volumes.Select(record =>
            found.TryGetValue(record, out var volume)
                ? record with { ReclaimPolicy = volume.Spec.PersistentVolumeReclaimPolicy, VolumeUid = volume.Uid() }
                : record)];
    }

    /// <summary>The inventory's volumes that still exist and still are the store's; null where the account may not read volumes.</summary>
    public async Task<IReadOnlyList<VolumeRemains>?> FindAsync(StoreInventory inventory, CancellationToken cancellationToken) =>
        (await ReadAsync(inventory.Volumes, cancellationToken))?.Values
            .Select(volume => new VolumeRemains(volume.Name(), volume.Spec.PersistentVolumeReclaimPolicy, volume.Status?.Phase)).ToList();

    private async Task<Dictionary<VolumeRecord, V1PersistentVolume>?> ReadAsync(
        IReadOnlyList<VolumeRecord> volumes, CancellationToken cancellationToken)
    {
        var found = new Dictionary<VolumeRecord, V1PersistentVolume>();
        foreach (var record in volumes.Where(record => record.Volume is not null))
        {
            try
            {
                var volume = await KubernetesFailures.IgnoreAsync(
                    HttpStatusCode.NotFound, $"read volume {record.Volume}",
                    () => client.CoreV1.ReadPersistentVolumeAsync(record.Volume, cancellationToken: cancellationToken));
                if (volume is not null && IsStill(record, volume))
                {
                    found[record] = volume;
                }
            }
            catch (PermanentStoreFailureException exception) when (exception.Failure.Reason == Reasons.Forbidden)
            {
                return null;
            }
        }

        return found;
    }

    // An administrator may have handed a retained volume on to another claim, or made another volume of its name. What is nobody's is still
    // the store's: it holds the store's data.
    private bool IsStill(VolumeRecord record, V1PersistentVolume volume) =>
        IsOrUnknown(record.VolumeUid, volume.Uid())
        && (volume.Spec.ClaimRef is not { } claim
            || (claim.NamespaceProperty == ns && claim.Name == record.Claim && IsOrUnknown(record.ClaimUid, claim.Uid)));

    private static bool IsOrUnknown(string? expected, string? uid) =>
        string.IsNullOrEmpty(expected) || string.IsNullOrEmpty(uid) || expected == uid;
}
