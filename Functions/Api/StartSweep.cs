using Functions.Orchestrations;
using Functions.Stores;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;

namespace Functions.Api;

/// <summary>POST /api/sweeps: looks for orphans now, and unless it is a dry run removes those that are due.</summary>
public sealed class StartSweep(IOptions<SweepSettings> settings, TimeProvider clock)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    /// <summary>202 with Location; 400, 413 or 415 as problem details; 409 when another sweep runs, with its Location; 503 when the decision does not come in time.</summary>
    [Function(nameof(StartSweep))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/sweeps")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (body, refusal) = await JsonBody.ReadAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var (dryRun, errors) = SweepRequestReader.Read(body);
        return errors.Count > 0
            ? ApiResults.InvalidFields(errors)
            : await BeginAsync(client, request.HttpContext.Response, SweepRequest.Create(SweepTrigger.Request, dryRun, settings.Value, clock.GetUtcNow().UtcDateTime), cancellationToken);
    }

    private static async Task<IResult> BeginAsync(DurableTaskClient client, HttpResponse response, SweepRequest sweep, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(s_patience);
        try
        {
            var gate = await client.ScheduleNewOrchestrationInstanceAsync(nameof(BeginSweep), sweep, patience.Token);
            var ended = await client.WaitForInstanceCompletionAsync(gate, getInputsAndOutputs: true, patience.Token);
            return ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed ? Answer(ended.ReadOutputAs<SweepDecision>()!, response) : Unavailable(sweep.Id);
        }
        catch (Exception exception) when (exception is RpcException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return Unavailable(sweep.Id);
        }
    }

    private static IResult Answer(SweepDecision decision, HttpResponse response)
    {
        response.Headers.Location = $"/api/sweeps/{decision.Running.Id}";
        response.Headers.RetryAfter = "2";
        return decision.Accepted
            ? ApiResults.Json(SweepResponse.From(decision.Running), StatusCodes.Status202Accepted)
            : ApiResults.Problem(StatusCodes.Status409Conflict, "A sweep runs already.", $"Sweep {decision.Running.Id} runs since {decision.Running.At:O}; one runs at a time.");
    }

    private static IResult Unavailable(string id) => ApiResults.Problem(
        StatusCodes.Status503ServiceUnavailable, "The decision did not come in time.", $"The sweep may still begin: read /api/sweeps/{id} before asking again.");
}
