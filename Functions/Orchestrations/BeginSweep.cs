using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>Asks for a sweep and returns the decision: one runs at a time.</summary>
public static class BeginSweep
{
    /// <summary>Input <see cref="SweepRequest"/>, output <see cref="SweepDecision"/>.</summary>
    [Function(nameof(BeginSweep))]
    public static async Task<SweepDecision> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, SweepRequest request)
    {
        var installation = await context.Entities.CallEntityAsync<string>(InstallationEntity.Id, nameof(InstallationEntity.Get));
        return await context.Entities.CallEntityAsync<SweepDecision>(
            SweepHistory.Id, nameof(SweepHistory.Begin), request with { Installation = installation });
    }
}
