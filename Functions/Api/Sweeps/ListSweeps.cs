using Functions.Api.Http;
using Functions.Entities;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Sweeps;

namespace Functions.Api.Sweeps;

/// <summary>GET /api/sweeps: the sweep that runs and the reports of the latest.</summary>
public static class ListSweeps
{
    /// <summary>200 with the sweeps, newest first, without their findings; 503 when that cannot be read now.</summary>
    [Function(nameof(ListSweeps))]
    public static Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/sweeps")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => ApiResults.FromStateAsync(async () =>
    {
        var ledger = (await client.Entities.GetEntityAsync<SweepLedger>(SweepHistoryEntity.Id, cancellationToken))?.State
            ?? new SweepLedger();
        IEnumerable<SweepResponse> running = ledger.Running is { } sweep ? [SweepResponse.From(sweep)] : [];
        return ApiResults.Json(
            new SweepListResponse([.. running, .. ledger.Reports.Select(report => SweepResponse.From(report, withFindings: false))]));
    });
}
