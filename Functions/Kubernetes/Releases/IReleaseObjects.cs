using Stores.Core;

namespace Functions.Kubernetes.Releases;

/// <summary>The objects that a release is made of.</summary>
public interface IReleaseObjects
{
    /// <summary>
    /// Applies the objects of the deployed revision once more, as helm did, and takes back fields that others have set. The release's
    /// records stay as they are, however this ends.
    /// </summary>
    /// <returns>Not yet while the newest revision is not deployed: a helm may be at work on it.</returns>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked.</exception>
    /// <exception cref="PermanentStoreFailureException">It refused, there is no release, or the release cannot be read.</exception>
    Task<Look> ReapplyAsync(StoreResources store, CancellationToken cancellationToken);

    /// <summary>The volume claims of a manifest that have grown beyond what it says, and what they have grown to (10Gi), by name.</summary>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked.</exception>
    Task<IReadOnlyDictionary<string, string>> FindGrownClaimsAsync(
        StoreResources store, string manifest, CancellationToken cancellationToken);

    /// <summary>
    /// Sees to it that helm can apply a manifest: what has a field that cannot change makes way for another one, a StatefulSet without its
    /// pods. What holds data never does.
    /// </summary>
    /// <param name="store">Whose.</param>
    /// <param name="manifest">As helm renders it for revision 1.</param>
    /// <param name="revision">The revision that helm is to make of it.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Not yet while something makes way.</returns>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked.</exception>
    /// <exception cref="PermanentStoreFailureException">ImmutableField: each field is named, and nothing was changed.</exception>
    Task<Look> PrepareAsync(StoreResources store, string manifest, int revision, CancellationToken cancellationToken);

    /// <summary>Lets the claims of a manifest's StatefulSets grow to what their templates ask for.</summary>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked.</exception>
    /// <exception cref="PermanentStoreFailureException">It refused.</exception>
    Task GrowClaimsAsync(StoreResources store, string manifest, CancellationToken cancellationToken);
}
