using Functions.Api.Http;
using Functions.Entities;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Sweeps;

namespace Functions.Api.Sweeps;

/// <summary>GET /api/sweeps/{id}: a sweep and what it found.</summary>
public static class GetSweep
{
    /// <summary>200 with the sweep; 404 as problem details; 503 when that cannot be read now.</summary>
    [Function(nameof(GetSweep))]
    public static Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/sweeps/{id}")] HttpRequest request,
        string id,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => ApiResults.FromStateAsync(async () =>
    {
        var ledger = (await client.Entities.GetEntityAsync<SweepLedger>(SweepHistoryEntity.Id, cancellationToken))?.State;
        if (ledger?.Running is { } running && running.Id == id)
        {
            return ApiResults.Json(SweepResponse.From(running));
        }

        if (ledger?.Reports.FirstOrDefault(report => report.Id == id) is not { } summary)
        {
            return ApiResults.Problem(
                StatusCodes.Status404NotFound,
                "There is no such sweep.",
                $"There is no report of a sweep '{id}'; the latest {SweepLedger.MostReports} are kept.");
        }

        var report = (await client.Entities.GetEntityAsync<SweepReport>(SweepReportEntity.IdOf(id), cancellationToken))?.State;
        return ApiResults.Json(SweepResponse.From(report ?? summary, withFindings: report is not null));
    });
}
