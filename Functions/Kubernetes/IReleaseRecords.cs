using Functions.Stores;

namespace Functions.Kubernetes;

/// <summary>What helm keeps of a release in the cluster.</summary>
public interface IReleaseRecords
{
    /// <summary>Reads the release's revisions.</summary>
    /// <returns>Oldest first; empty when there is no release.</returns>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked.</exception>
    /// <exception cref="PermanentStoreFailureException">It refused.</exception>
    Task<IReadOnlyList<ReleaseRevision>> ReadAsync(StoreResources store, CancellationToken cancellationToken);
}
