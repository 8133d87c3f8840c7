using Functions.Helm;
using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Functions.Activities;

/// <summary>
/// Applies the newest revision of the store's release again - the deployed one, or the copy of it that an earlier try left as failed - by a
/// rollback to it: unlike an upgrade that needs neither chart nor values, and so changes neither.
/// </summary>
public sealed class ReapplyRelease(IReleaseRecords records, IHelm helm)
{
    /// <summary>Runs the activity.</summary>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked, or helm was cut short.</exception>
    /// <exception cref="PermanentStoreFailureException">There is no release any more, or the cluster refuses.</exception>
    [Function(nameof(ReapplyRelease))]
    public async Task RunAsync([ActivityTrigger] StepInput step, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await client.RequireCurrentAsync(step, cancellationToken);
        await ReapplyAsync(step.Store.Resources, cancellationToken);
    }

    /// <summary>Rolls back to the newest revision; whether that was done its record says, not helm.</summary>
    internal async Task ReapplyAsync(StoreResources release, CancellationToken cancellationToken)
    {
        var newest = await FindNewestAsync(release, cancellationToken)
            ?? throw new PermanentStoreFailureException("ReleaseMissing", $"There is no helm release {release.Release} to apply again.");
        try
        {
            await helm.RollbackAsync(release, newest.Revision, cancellationToken);
        }
        catch (StoreFailureException)
        {
            var left = await FindNewestAsync(release, cancellationToken);
            if (left is not { Status: ReleaseStatus.Deployed } || left.Revision <= newest.Revision)
            {
                throw;
            }
        }
    }

    private async Task<ReleaseRevision?> FindNewestAsync(StoreResources release, CancellationToken cancellationToken) =>
        await records.ReadAsync(release, cancellationToken) is [.., var last] ? last : null;
}
