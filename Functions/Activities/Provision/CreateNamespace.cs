using Functions.Activities.Operations;
using Functions.Kubernetes.Namespaces;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Core;

namespace Functions.Activities.Provision;

/// <summary>Creates the store's namespace, or finds it as an earlier try left it.</summary>
public sealed class CreateNamespace(IStoreNamespaces namespaces)
{
    [Function(ActivityNames.CreateNamespace)]
    public async Task RunAsync(
        [ActivityTrigger] StepInput step, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        await client.RequireCurrentAsync(step, cancellationToken);
        await namespaces.EnsureAsync(step.Store, cancellationToken);
    }
}
