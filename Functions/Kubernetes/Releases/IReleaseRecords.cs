using Stores.Core;
using Stores.Releases;

namespace Functions.Kubernetes.Releases;

/// <summary>What helm keeps of releases in the cluster.</summary>
/// <remarks>
/// All throw <see cref="TransientStoreFailureException"/> when the cluster could not be asked and
/// <see cref="PermanentStoreFailureException"/> when it refused for good.
/// </remarks>
public interface IReleaseRecords
{
    /// <summary>Reads the revisions of a store's release by their labels; their contents are not asked for.</summary>
    /// <returns>Oldest first; empty when there is no release.</returns>
    Task<IReadOnlyList<ReleaseRevision>> ReadAsync(StoreResources store, CancellationToken cancellationToken);

    /// <summary>
    /// The names of the releases in a namespace; null when this account may not look, and so cannot have installed anything there.
    /// </summary>
    Task<IReadOnlyList<string>?> ListNamesAsync(string ns, CancellationToken cancellationToken);
}
