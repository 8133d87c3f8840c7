using Functions.Api.Http;
using Functions.Entities;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Sweeps;

namespace Functions.Api.Sweeps;

/// <summary>POST /api/sweeps: looks for orphans now, and unless it is a dry run removes those that are due.</summary>
public sealed class StartSweep(Decisions decisions, IOptions<SweepSettings> settings, TimeProvider clock)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>
    /// 202 with Location; 400, 413 or 415 as problem details; 409 when another sweep runs, with its Location; 500 when that could not be
    /// decided; 503 when the decision does not come in time.
    /// </summary>
    [Function(nameof(StartSweep))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/sweeps")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (fields, refusal) = await JsonBody.ReadAsync(request, SweepRequestReader.Fields, cancellationToken);
        return fields is null ? refusal!
            : SweepRequestReader.Read(fields) is not { } dryRun ? ApiResults.InvalidFields(fields.Errors)
            : await BeginAsync(
                client, request.HttpContext.Response,
                SweepRequest.Create(SweepTrigger.Request, dryRun, settings.Value, clock.GetUtcNow().UtcDateTime), cancellationToken);
    }

    private Task<IResult> BeginAsync(
        DurableTaskClient client, HttpResponse response, SweepRequest sweep, CancellationToken cancellationToken) =>
        ApiResults.FromStateAsync(async () =>
    {
        // That one runs already needs no orchestration to be told.
        var known = await client.Entities.GetEntityAsync<SweepLedger>(SweepHistoryEntity.Id, cancellationToken);
        if ((known?.State ?? new SweepLedger()).Begin(sweep).Decision is { Accepted: false } refusal)
        {
            return Answer(refusal, response);
        }

        var decided = await decisions.AskAsync<SweepDecision>(
            client, OrchestratorNames.BeginSweep, sweep, $"request for sweep {sweep.Id}", s_patience, cancellationToken);
        return ApiResults.FromDecision(
            decided, $"The sweep may still begin: read /api/sweeps/{sweep.Id} before asking again.",
            decision => Answer(decision, response));
    });

    private static IResult Answer(SweepDecision decision, HttpResponse response)
    {
        response.Headers.Location = $"/api/sweeps/{decision.Running.Id}";
        response.Headers.RetryAfter = "2";
        return decision.Accepted
            ? ApiResults.Json(SweepResponse.From(decision.Running), StatusCodes.Status202Accepted)
            : ApiResults.Problem(
                StatusCodes.Status409Conflict,
                "A sweep runs already.",
                $"Sweep {decision.Running.Id} runs since {decision.Running.At:O}; one runs at a time.");
    }
}
