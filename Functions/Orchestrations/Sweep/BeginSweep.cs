using Functions.Entities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Stores.Core;
using Stores.Sweeps;

namespace Functions.Orchestrations.Sweep;

/// <summary>Asks for a sweep and returns the decision: one runs at a time.</summary>
public static class BeginSweep
{
    /// <summary>Input <see cref="SweepRequest"/>, output <see cref="SweepDecision"/>.</summary>
    [Function(OrchestratorNames.BeginSweep)]
    public static async Task<SweepDecision> RunAsync([OrchestrationTrigger] TaskOrchestrationContext context, SweepRequest request)
    {
        var installation = await context.Entities.CallEntityAsync<string>(InstallationEntity.Id, nameof(InstallationEntity.Get));
        return await context.Entities.CallEntityAsync<SweepDecision>(
            SweepHistoryEntity.Id, nameof(SweepHistoryEntity.Begin), request with { Installation = installation });
    }
}
