using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>Asks the store for an operation and returns its decision: a client can signal an entity, but only an orchestration gets its answer.</summary>
public static class BeginOperation
{
    /// <summary>Input <see cref="OperationRequest"/>, output <see cref="OperationDecision"/>.</summary>
    [Function(nameof(BeginOperation))]
    public static async Task<OperationDecision> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var installation = await context.Entities.CallEntityAsync<string>(InstallationEntity.Id, nameof(InstallationEntity.Get));
        var request = context.GetInput<OperationRequest>()! with { Installation = installation };
        var decision = await context.Entities.CallEntityAsync<OperationDecision>(StoreEntity.IdOf(request.Spec.Name), nameof(StoreEntity.Begin), request);
        if (decision.Cancels is { } running)
        {
            context.SendEvent(running, OperationSteps.CancelEvent, request.Id);
        }

        return decision;
    }
}
