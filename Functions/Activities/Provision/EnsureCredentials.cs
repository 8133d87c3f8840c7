using Functions.Activities.Operations;
using Functions.Secrets;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Core;

namespace Functions.Activities.Provision;

/// <summary>Makes the store's passwords once and puts them into its namespace; nothing secret comes back.</summary>
public sealed class EnsureCredentials(IAdminSecrets secrets)
{
    [Function(ActivityNames.EnsureCredentials)]
    public async Task RunAsync(
        [ActivityTrigger] StepInput step, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await client.RequireCurrentAsync(step, cancellationToken);
        await secrets.EnsureAsync(step.Store, cancellationToken);
    }
}
