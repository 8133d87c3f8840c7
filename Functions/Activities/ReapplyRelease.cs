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
        var newest = await records.ReadAsync(step.Store.Resources, cancellationToken) is [.., var last] ? last : throw new PermanentStoreFailureException("ReleaseMissing", $"There is no helm release {step.Store.Resources.Release} to apply again.");
        await helm.RollbackAsync(step.Store.Resources, newest.Revision, cancellationToken);
    }
}
