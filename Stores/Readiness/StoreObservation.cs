namespace Stores.Readiness;

/// <summary>What the cluster says of a store's workloads at one moment.</summary>
/// <param name="Workloads">The Deployments, StatefulSets and Jobs of the release; empty when there are none.</param>
/// <param name="Pods">Their pods.</param>
/// <param name="Exposure">How the shop can be reached; null while its Service does not exist.</param>
public sealed record StoreObservation(
    IReadOnlyList<WorkloadObservation> Workloads, IReadOnlyList<PodObservation> Pods, ExposureObservation? Exposure)
{
    /// <summary>When it was looked, by the clock of who looked (UTC).</summary>
    public DateTime At { get; init; }

    /// <summary>The namespace's PersistentVolumeClaims.</summary>
    public IReadOnlyList<ClaimObservation> Claims { get; init; } = [];

    /// <summary>Whether the shop is told a mail relay; null while its Deployment does not exist.</summary>
    public bool? HasMailRelay { get; init; }
}
