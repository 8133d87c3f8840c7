using Functions.Stores;

namespace Functions.Helm;

/// <summary>Puts back what a release applied.</summary>
public interface IReleaseRepair
{
    /// <summary>Applies a revision's manifest again, whoever changed or deleted what it made since: nothing of the chart or the values changes.</summary>
    /// <param name="store">Namespace and release.</param>
    /// <param name="revision">The revision.</param>
    /// <param name="cancellationToken">Ends helm with SIGTERM, then SIGKILL.</param>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked, or helm was cut short.</exception>
    /// <exception cref="PermanentStoreFailureException">The cluster refuses.</exception>
    Task ReapplyAsync(StoreResources store, int revision, CancellationToken cancellationToken);
}
