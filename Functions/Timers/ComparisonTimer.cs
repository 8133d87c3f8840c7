using Functions.Entities;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Stores.Drift;
using Stores.Lifecycle;
using Stores.Sweeps;

namespace Functions.Timers;

/// <summary>Asks every five minutes for a comparison of all stores with the cluster.</summary>
public sealed class ComparisonTimer(IOptions<RepairSettings> repair, IOptions<OperationSettings> operations, TimeProvider clock)
{
    // A constant: a setting in percent signs would have no default, and an app without it would not start.
    private const string EveryFiveMinutes = "0 */5 * * * *";

    /// <summary>Schedules and no more.</summary>
    [Function(nameof(ComparisonTimer))]
    public Task RunAsync(
        [TimerTrigger(EveryFiveMinutes)] TimerInfo timer, [DurableClient] DurableTaskClient client, CancellationToken cancellationToken)
    {
        var request = new ComparisonRequest($"compare-{Guid.NewGuid():N}", clock.GetUtcNow().UtcDateTime, repair.Value, operations.Value)
        {
            PagePause = repair.Value.PagePause,
        };
        return client.Entities.SignalEntityAsync(
            ComparisonHistoryEntity.Id, nameof(ComparisonHistoryEntity.Begin), request, cancellation: cancellationToken);
    }
}
