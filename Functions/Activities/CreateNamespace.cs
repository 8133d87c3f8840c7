using Functions.Kubernetes;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Functions.Activities;

/// <summary>Creates the store's namespace, or finds it as an earlier try left it.</summary>
public sealed class CreateNamespace(IStoreCluster cluster)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(CreateNamespace))]
    public async Task RunAsync(
        [ActivityTrigger] StepInput step, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await client.RequireCurrentAsync(step, cancellationToken);
        await cluster.EnsureNamespaceAsync(step.Store, cancellationToken);
    }
}
