using Functions.Activities.Operations;
using Functions.Kubernetes.Drift;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Core;
using Stores.Drift;

namespace Functions.Activities.Repair;

/// <summary>Removes what was added to the store's policies, quota and limits: helm takes back what it set itself, and no more.</summary>
public sealed class RemoveAdditions(IDriftObserver observer)
{
    [Function(ActivityNames.RemoveAdditions)]
    public async Task RunAsync(
        [ActivityTrigger] StepInput step, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await client.RequireCurrentAsync(step, cancellationToken);
        var additions = DriftPolicy.FindAdditions(await observer.ObserveAsync(step.Store, cancellationToken));
        await observer.RemoveAsync(step.Store, additions, cancellationToken);
    }
}
