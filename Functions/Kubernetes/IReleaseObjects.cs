using Functions.Stores;

namespace Functions.Kubernetes;

/// <summary>The objects that a release is made of.</summary>
public interface IReleaseObjects
{
    /// <summary>
    /// Applies the objects of the deployed revision once more, as helm did, and takes back fields that others have set. The release's records stay
    /// as they are, however this ends.
    /// </summary>
    /// <returns>Not yet while the newest revision is not deployed: a helm may be at work on it.</returns>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked.</exception>
    /// <exception cref="PermanentStoreFailureException">It refused, there is no release, or the release cannot be read.</exception>
    Task<Look> ReapplyAsync(StoreResources store, CancellationToken cancellationToken);
}
