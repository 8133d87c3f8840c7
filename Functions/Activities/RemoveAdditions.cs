using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Functions.Activities;

/// <summary>Removes what was added to the store's policies, quota and limits: helm takes back what it set itself, and no more.</summary>
public sealed class RemoveAdditions(IStoreSurveyor surveyor)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(RemoveAdditions))]
    public async Task RunAsync(
        [ActivityTrigger] StepInput step, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await client.RequireCurrentAsync(step, cancellationToken);
        var additions = DriftPolicy.FindAdditions(await surveyor.SurveyAsync(step.Store, cancellationToken));
        await surveyor.RemoveAsync(step.Store, additions, cancellationToken);
    }
}
