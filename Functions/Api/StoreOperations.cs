using Functions.Orchestrations;
using Functions.Stores;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Functions.Api;

/// <summary>Asks a store for an operation and turns its decision into an answer.</summary>
public sealed class StoreOperations(IOptions<OperationSettings> settings, TimeProvider clock)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>202 with Location and Retry-After, 404 or 409 as the store decides; 503 when its decision does not come in time.</summary>
    internal async Task<IResult> BeginAsync(DurableTaskClient client, HttpResponse response, StoreOperationKind kind, StoreSpec spec, CancellationToken cancellationToken)
    {
        var id = $"{kind.ToString().ToLowerInvariant()}-{spec.Name}-{Guid.NewGuid():N}";
        var request = new OperationRequest(id, kind, spec, settings.Value, clock.GetUtcNow().UtcDateTime);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            var gate = await client.ScheduleNewOrchestrationInstanceAsync(nameof(BeginOperation), request, patience.Token);
            var ended = await client.WaitForInstanceCompletionAsync(gate, getInputsAndOutputs: true, patience.Token);
            return ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed
                ? Answer(ended.ReadOutputAs<OperationDecision>()!, response)
                : Unavailable(spec.Name);
        }
        catch (Exception exception) when (exception is RpcException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Unavailable(spec.Name);
        }
    }

    private static IResult Answer(OperationDecision decision, HttpResponse response)
    {
        switch (decision.Verdict)
        {
            case OperationVerdict.NotFound:
                return ApiResults.Problem(StatusCodes.Status404NotFound, "There is no such store.", decision.Detail);
            case OperationVerdict.Conflict:
                return ApiResults.InvalidField(StatusCodes.Status409Conflict, "The name is taken.", "name", $"must be free: {decision.Detail.TrimEnd('.')}");
            default:
                response.Headers.Location = $"/api/stores/{decision.Record.Spec!.Name}";
                response.Headers.RetryAfter = "2";
                return ApiResults.Json(StoreResponse.From(decision.Record, queuePosition: null), StatusCodes.Status202Accepted);
        }
    }

    private static IResult Unavailable(StoreName name) => ApiResults.Problem(
        StatusCodes.Status503ServiceUnavailable, "The decision did not come in time.", $"The request for store '{name}' may still be carried out: read /api/stores/{name} before asking again.");
}
