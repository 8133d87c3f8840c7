using Functions.Orchestrations;
using Functions.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Functions.Api;

/// <summary>Asks a store for an operation and turns its decision into an answer.</summary>
public sealed class StoreOperations(Decisions decisions, IOptions<OperationSettings> settings, TimeProvider clock)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// 202 with Location and Retry-After, else a refusal as the store decides; 500 when it fails to, 503 when its decision does not come in
    /// time.
    /// </summary>
    /// <param name="client">The durable client.</param>
    /// <param name="request">The HTTP request, for its Idempotency-Key and for the answer's headers.</param>
    /// <param name="kind">What is asked for.</param>
    /// <param name="spec">Of which store; for a provision, all of what was asked for.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    internal async Task<IResult> BeginAsync(
        DurableTaskClient client, HttpRequest request, StoreRequestKind kind, StoreSpec spec, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(request, out var key))
        {
            return ApiResults.InvalidFields(new Dictionary<string, string[]> { [IdempotencyKey.Header] = [IdempotencyKey.Rule] });
        }

        var id = $"{kind.ToString().ToLowerInvariant()}-{spec.Name}-{Guid.NewGuid():N}";
        var asked = new OperationRequest(id, kind, spec, settings.Value, clock.GetUtcNow().UtcDateTime) { Key = key };
        return await ApiResults.FromStateAsync(async () =>
        {
            var known = await client.Entities.GetEntityAsync<StoreRecord>(StoreEntity.IdOf(spec.Name), cancellationToken);
            // What the store's record refuses as it is needs no orchestration; whatever would change it is the store's own to decide.
            var foreseen = StoreLifecycle.Begin(known?.State ?? new StoreRecord(), asked).Decision;
            if (foreseen.Verdict is not (OperationVerdict.Accepted or OperationVerdict.Admissible))
            {
                return Answer(foreseen, asked, request.HttpContext.Response);
            }

            var question = foreseen.Verdict == OperationVerdict.Admissible
                ? asked with { AdmissibleAfter = foreseen.Record.Generation }
                : asked;
            var decided = await decisions.AskAsync<OperationDecision>(
                client, nameof(BeginOperation), question, $"{kind} of store {spec.Name}", s_patience, cancellationToken);
            return ApiResults.FromDecision(
                decided,
                $"The request for store '{spec.Name}' may still be carried out: read /api/stores/{spec.Name}, "
                + $"or repeat it with the same {IdempotencyKey.Header}.",
                decision => Answer(decision, asked, request.HttpContext.Response));
        });
    }

    /// <summary>As the overload with a spec, for a store that the route names; 400 when that is no name, or the body has fields.</summary>
    internal async Task<IResult> BeginAsync(
        DurableTaskClient client, HttpRequest request, StoreRequestKind kind, string name, CancellationToken cancellationToken) =>
        StoreName.TryParse(name, out var storeName)
            ? await JsonBody.RefuseFieldsAsync(request, cancellationToken)
                ?? await BeginAsync(client, request, kind, new StoreSpec(storeName, default, default), cancellationToken)
            : ApiResults.InvalidFields(new Dictionary<string, string[]> { [nameof(name)] = [StoreName.Rule] });

    private static IResult Answer(OperationDecision decision, OperationRequest request, HttpResponse response)
    {
        var retryAfter = decision.RetryAfter is { } wait ? Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)) : (int?)null;
        switch (decision.Verdict)
        {
            case OperationVerdict.NotFound:
                return ApiResults.Problem(StatusCodes.Status404NotFound, "There is no such store.", decision.Detail);
            case OperationVerdict.Conflict when request.Kind == StoreRequestKind.Provision:
                return ApiResults.InvalidField(
                    StatusCodes.Status409Conflict, "The name is taken.", "name", $"must be free: {decision.Detail.TrimEnd('.')}",
                    Standing(decision));
            case OperationVerdict.Conflict:
                return ApiResults.Problem(
                    StatusCodes.Status409Conflict, "The store is in no state for that.", decision.Detail, Standing(decision));
            case OperationVerdict.KeyReused:
                return ApiResults.InvalidField(
                    StatusCodes.Status422UnprocessableEntity, "The key was used before.", IdempotencyKey.Header,
                    $"must be new for another request: {decision.Detail.TrimEnd('.')}");
            case OperationVerdict.TooManyStores:
                return ApiResults.InvalidField(
                    StatusCodes.Status403Forbidden, "The owner has too many stores.", "owner",
                    $"must have room for one more store: {decision.Detail.TrimEnd('.')}");
            case OperationVerdict.CoolingDown:
                response.Headers.RetryAfter = $"{retryAfter}";
                return ApiResults.InvalidField(
                    StatusCodes.Status429TooManyRequests, "The owner's latest store is too new.", "owner",
                    $"must wait {retryAfter} s: {decision.Detail.TrimEnd('.')}");
            case OperationVerdict.QueueFull:
                response.Headers.RetryAfter = $"{retryAfter}";
                return ApiResults.Problem(StatusCodes.Status429TooManyRequests, "The queue is full.", decision.Detail);
            default:
                response.Headers.Location = $"/api/stores/{decision.Record.Spec!.Name}";
                response.Headers.RetryAfter = "2";
                return ApiResults.Json(
                    StoreResponse.From(decision.Record, queuePosition: null) with { Operation = decision.Operation },
                    StatusCodes.Status202Accepted);
        }
    }

    // What stands against it: the running operation, if that is it.
    private static OperationResponse? Standing(OperationDecision decision) => decision.Record.Operation is { } running
        ? new OperationResponse(running.Id, running.Kind, running.Number, running.StartedAt)
        : null;
}
