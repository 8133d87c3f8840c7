using System.Net;
using Functions.Stores;
using k8s;
using k8s.Models;

namespace Functions.Kubernetes;

/// <summary>Looks at persistent volumes, which the account may not read everywhere.</summary>
internal sealed class VolumeSurvey(IKubernetes client)
{
    /// <summary>Adds the reclaim policies, where volumes may be read.</summary>
    public async Task<IReadOnlyList<VolumeRecord>> DescribeAsync(IReadOnlyList<VolumeRecord> volumes, CancellationToken cancellationToken)
    {
        var found = await ReadAsync(volumes, cancellationToken);
        return found is null ? volumes
            : [.. volumes.Select(volume => volume with { ReclaimPolicy = found.FirstOrDefault(candidate => candidate.Name() == volume.Volume)?.Spec.PersistentVolumeReclaimPolicy })];
    }

    /// <summary>Those of the inventory's volumes that still exist; null where the account may not read volumes.</summary>
    public async Task<IReadOnlyList<VolumeRemains>?> FindAsync(StoreInventory inventory, CancellationToken cancellationToken) =>
        (await ReadAsync(inventory.Volumes, cancellationToken))?.ConvertAll(volume => new VolumeRemains(volume.Name(), volume.Spec.PersistentVolumeReclaimPolicy, volume.Status?.Phase));

    private async Task<List<V1PersistentVolume>?> ReadAsync(IReadOnlyList<VolumeRecord> volumes, CancellationToken cancellationToken)
    {
        var found = new List<V1PersistentVolume>();
        foreach (var record in volumes.Where(record => record.Volume is not null))
        {
            try
            {
                var volume = await KubernetesFailures.IgnoreAsync(
                    HttpStatusCode.NotFound, $"read volume {record.Volume}", () => client.CoreV1.ReadPersistentVolumeAsync(record.Volume, cancellationToken: cancellationToken));
                // A static volume may be another claim's by now.
                if (volume is not null && (volume.Spec.ClaimRef is null || volume.Spec.ClaimRef.Name == record.Claim))
                {
                    found.Add(volume);
                }
            }
            catch (PermanentStoreFailureException exception) when (exception.Failure.Reason == "Forbidden")
            {
                return null;
            }
        }

        return found;
    }
}
