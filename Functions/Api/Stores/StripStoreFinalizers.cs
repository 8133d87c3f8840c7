using Functions.Api.Http;
using Functions.Entities;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Api.Stores;

/// <summary>POST /api/stores/{name}/strip-finalizers: removes by force what keeps a store's namespace from ending. Audited.</summary>
public sealed class StripStoreFinalizers(Decisions decisions, IOptions<OperationSettings> settings, TimeProvider clock)
{
    private const int LongestReason = 500;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);
    private static readonly string[] s_fields = ["confirm", "reason"];

    /// <summary>200 with what was stripped and what was refused; 400, 404, 409, 413, 415, 500, 502 or 503 as problem details.</summary>
    /// <remarks>The body is {"confirm": the store's name, "reason": 1 to 500 characters}.</remarks>
    [Function(nameof(StripStoreFinalizers))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/stores/{name}/strip-finalizers")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (!StoreName.TryParse(name, out var store))
        {
            return ApiResults.InvalidFields(new Dictionary<string, string[]> { [nameof(name)] = [StoreName.Rule] });
        }

        var (fields, refusal) = await JsonBody.ReadAsync(request, s_fields, cancellationToken);
        if (fields is null)
        {
            return refusal!;
        }

        if (Read(fields, store) is not { } reason)
        {
            return ApiResults.InvalidFields(fields.Errors);
        }

        var asked = new StripRequest(
            store, Who(request), reason, clock.GetUtcNow().UtcDateTime, settings.Value.Steps with { MaxAttempts = 3 });
        return await ApiResults.FromStateAsync(async () =>
        {
            // A refusal leaves no trace in the audit, and needs no orchestration.
            var known = await client.ReadStoreAsync(store, cancellationToken);
            if (FinalizerPolicy.Allow(known, asked) is { Store: null } refused)
            {
                return Answer(new StripOutcome(refused, null, null));
            }

            var decided = await decisions.AskAsync<StripOutcome>(
                client, OrchestratorNames.StripFinalizers, asked, $"stripping of store {store}'s finalizers", s_patience,
                cancellationToken);
            return ApiResults.FromDecision(decided, $"What was done is in the audit of /api/stores/{store}.", Answer);
        });
    }

    // The reason; null when the body breaks a rule, as the fields say afterwards.
    private static string? Read(JsonFields fields, StoreName store)
    {
        if (fields.Text("confirm") != store.Value)
        {
            fields.Refuse("confirm", "must be the store's name");
        }

        var reason = fields.Text("reason")?.Trim() ?? "";
        if (reason.Length is 0 or > LongestReason || reason.Any(char.IsControl))
        {
            fields.Refuse("reason", $"must say why in 1 to {LongestReason} characters on one line");
        }

        return fields.Errors.Count == 0 ? reason : null;
    }

    // The platform sets the header where it authenticates callers and removes it from what they send; the address stands beside it in any
    // case.
    private static string Who(HttpRequest request)
    {
        var address = request.HttpContext.Connection.RemoteIpAddress?.ToString() ?? "unknown address";
        var principal = request.Headers["X-MS-CLIENT-PRINCIPAL-NAME"].ToString();
        return principal.Length is > 0 and <= 200 && !principal.Any(char.IsControl) ? $"{principal} from {address}" : address;
    }

    private static IResult Answer(StripOutcome outcome) => outcome switch
    {
        { Permission: { Store: null, Exists: false, Detail: var detail } } =>
            ApiResults.Problem(StatusCodes.Status404NotFound, "There is no such store.", detail),
        { Permission: { Store: null, Detail: var detail } } =>
            ApiResults.Problem(StatusCodes.Status409Conflict, "The store is in no state for that.", detail),
        { Failure: { } failure } => ApiResults.Problem(
            failure.Reason is Reasons.RoleGone or Reasons.NamespaceNotTerminating
                ? StatusCodes.Status409Conflict
                : StatusCodes.Status502BadGateway,
            "The finalizers could not be stripped.", $"{failure}"),
        _ => ApiResults.Json(outcome.Result),
    };
}
