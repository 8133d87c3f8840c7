using Functions.Activities.Operations;
using Functions.Kubernetes.Namespaces;
using Functions.Kubernetes.Releases;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Core;

namespace Functions.Activities.Repair;

/// <summary>
/// Applies the deployed revision of the store's release again. Unlike an upgrade that needs neither chart nor values, and so changes
/// neither; unlike a rollback it leaves nothing in the release's history when it fails.
/// </summary>
public sealed class ReapplyRelease(IReleaseObjects objects, ICopiedSecrets secrets)
{
    /// <returns>"Not yet" while a helm may be at work on the release.</returns>
    /// <exception cref="TransientStoreFailureException">The cluster could not be asked.</exception>
    /// <exception cref="PermanentStoreFailureException">There is no release any more, or the cluster refuses.</exception>
    [Function(ActivityNames.ReapplyRelease)]
    public async Task<Look> RunAsync(
        [ActivityTrigger] StepInput step, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await client.RequireCurrentAsync(step, cancellationToken);
        // Its pods may be down for want of them.
        await secrets.EnsureAsync(step.Store, cancellationToken);
        return await objects.ReapplyAsync(step.Store.Resources, cancellationToken);
    }
}
