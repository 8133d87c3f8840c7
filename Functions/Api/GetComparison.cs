using Functions.Orchestrations;
using Functions.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Functions.Api;

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
        var history = await client.Entities.GetEntityAsync<ComparisonLedger>(ComparisonHistory.Id, cancellation: cancellationToken);
        return ApiResults.Json(new ComparisonResponse(history?.State.Running?.At, history?.State.Latest));
    });
}
