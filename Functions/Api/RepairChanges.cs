using Functions.Orchestrations;
using Functions.Stores;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;

namespace Functions.Api;

/// <summary>Pauses repairs or lets them go on, and answers with the store.</summary>
public sealed class RepairChanges(TimeProvider clock)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    internal DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>200 with the store; 400 or 404 as problem details, 503 when the store's answer does not come in time.</summary>
    internal async Task<IResult> AskAsync(DurableTaskClient client, string name, RepairPause? pause, CancellationToken cancellationToken)
    {
        if (!StoreName.TryParse(name, out var store))
        {
            return ApiResults.InvalidFields(new Dictionary<string, string[]> { [nameof(name)] = [StoreName.Rule] });
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            var gate = await client.ScheduleNewOrchestrationInstanceAsync(nameof(ChangeRepairs), new RepairChange(store, Now, pause), patience.Token);
            var ended = await client.WaitForInstanceCompletionAsync(gate, getInputsAndOutputs: true, patience.Token);
            return ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? Answer(store, ended.ReadOutputAs<StoreRecord>()!) : Unavailable(store);
        }
        catch (Exception exception) when (exception is RpcException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Unavailable(store);
        }
    }

    private static IResult Answer(StoreName name, StoreRecord record) => record.Phase is StorePhase.Absent or StorePhase.Deleted
        ? ApiResults.NoStore(name, record.Receipt)
        : ApiResults.Json(StoreResponse.From(record, queuePosition: null));

    private static IResult Unavailable(StoreName name) => ApiResults.Problem(
        StatusCodes.Status503ServiceUnavailable, "The answer did not come in time.", $"The change of store '{name}' may still be made: read /api/stores/{name}, or ask again.");
}
