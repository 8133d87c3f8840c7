using Functions.Entities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Orchestrations.Remove;

/// <summary>Removes a store and proves that nothing of it is left.</summary>
public static class DeleteStore
{
    /// <summary>Input <see cref="OperationInput"/>; the outcome goes to the <see cref="StoreEntity"/>.</summary>
    [Function(OrchestratorNames.DeleteStore)]
    public static Task RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, OperationInput operation) =>
        new StoreDeletion(context, operation).RunAsync();
}
