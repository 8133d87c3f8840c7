using Functions.Api.Http;
using Functions.Entities;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Sweeps;

namespace Functions.Api.Comparisons;

/// <summary>GET /api/comparisons: what the latest comparison of all stores with the cluster came to, and whether one runs.</summary>
public static class GetComparison
{
    /// <summary>200 with both; 503 when that cannot be read now.</summary>
    [Function(nameof(GetComparison))]
    public static Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/comparisons")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => ApiResults.FromStateAsync(async () =>
    {
        var history = await client.Entities.GetEntityAsync<ComparisonLedger>(ComparisonHistoryEntity.Id, cancellation: cancellationToken);
        return ApiResults.Json(new ComparisonResponse(history?.State.Running?.At, history?.State.Latest));
    });
}
