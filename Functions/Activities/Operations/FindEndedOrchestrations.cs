using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Core;

namespace Functions.Activities.Operations;

/// <summary>Looks which orchestrations do not run any more, whatever became of them.</summary>
public static class FindEndedOrchestrations
{
    /// <summary>Input and output: instance ids. One that is not known has ended.</summary>
    [Function(ActivityNames.FindEndedOrchestrations)]
    public static async Task<IReadOnlyList<string>> RunAsync(
        [ActivityTrigger] IReadOnlyList<string> instanceIds, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var ended = new List<string>();
        foreach (var id in instanceIds)
        {
            if (await client.GetInstanceAsync(id, cancellation: cancellationToken) is not { IsCompleted: false })
            {
                ended.Add(id);
            }
        }

        return ended;
    }
}
