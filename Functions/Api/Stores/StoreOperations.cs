using Functions.Api.Http;
using Functions.Entities;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Api.Stores;

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
    /// <param name="spec">What is to be made.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    internal Task<IResult> ProvisionAsync(
        DurableTaskClient client, HttpRequest request, StoreSpec spec, CancellationToken cancellationToken) =>
        BeginAsync(client, request, Ask(StoreRequestKind.Provision, spec.Name) with { Spec = spec }, cancellationToken);

    /// <summary>As for a provision, for a store that the route names; 400 when that is no name, or the body has fields.</summary>
    internal async Task<IResult> BeginAsync(
        DurableTaskClient client, HttpRequest request, StoreRequestKind kind, string name, CancellationToken cancellationToken) =>
        StoreName.TryParse(name, out var store)
            ? await JsonBody.RefuseFieldsAsync(request, cancellationToken)
                ?? await BeginAsync(client, request, Ask(kind, store), cancellationToken)
            : ApiResults.InvalidFields(new Dictionary<string, string[]> { [nameof(name)] = [StoreName.Rule] });

    private OperationRequest Ask(StoreRequestKind kind, StoreName store) => new(
        $"{kind.ToString().ToLowerInvariant()}-{store}-{Guid.NewGuid():N}", kind, store, settings.Value, clock.GetUtcNow().UtcDateTime);

    private async Task<IResult> BeginAsync(
        DurableTaskClient client, HttpRequest request, OperationRequest asked, CancellationToken cancellationToken)
    {
        if (!IdempotencyKey.TryRead(request, out var key))
        {
            return ApiResults.InvalidFields(new Dictionary<string, string[]> { [IdempotencyKey.Header] = [IdempotencyKey.Rule] });
        }

        asked = asked with { Key = key };
        return await ApiResults.FromStateAsync(async () =>
        {
            var known = await client.ReadStoreAsync(asked.Name, cancellationToken);
            // What the store's record refuses as it is needs no orchestration; whatever would change it is the store's own to decide.
            var foreseen = StoreLifecycle.Begin(known, asked).Decision;
            if (foreseen.Verdict is not (OperationVerdict.Accepted or OperationVerdict.Admissible))
            {
                return Answer(foreseen, asked, request.HttpContext.Response);
            }

            var question = foreseen.Verdict == OperationVerdict.Admissible
                ? asked with { AdmissibleAfter = foreseen.Record.Generation }
                : asked;
            var decided = await decisions.AskAsync<OperationDecision>(
                client, OrchestratorNames.BeginOperation, question, $"{asked.Kind} of store {asked.Name}", s_patience, cancellationToken);
            return ApiResults.FromDecision(
                decided,
                $"The request for store '{asked.Name}' may still be carried out: read /api/stores/{asked.Name}, "
                + $"or repeat it with the same {IdempotencyKey.Header}.",
                decision => Answer(decision, asked, request.HttpContext.Response));
        });
    }

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
