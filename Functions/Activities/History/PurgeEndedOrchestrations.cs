using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Core;

namespace Functions.Activities.History;

/// <summary>Removes the history of orchestrations that were created before a time and have ended.</summary>
public static class PurgeEndedOrchestrations
{
    // Never without statuses, and never with any but these: storage would take running orchestrations and entities too.
    private static readonly OrchestrationRuntimeStatus[] s_ended =
        [OrchestrationRuntimeStatus.Completed, OrchestrationRuntimeStatus.Failed, OrchestrationRuntimeStatus.Terminated];

    /// <summary>Input: the time (UTC). Output: how many were removed.</summary>
    [Function(ActivityNames.PurgeEndedOrchestrations)]
    public static async Task<int> RunAsync(
        [ActivityTrigger] DateTime before, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken) =>
        (await client.PurgeAllInstancesAsync(
            new PurgeInstancesFilter(CreatedTo: before, Statuses: s_ended), cancellation: cancellationToken)).PurgedInstanceCount;
}
