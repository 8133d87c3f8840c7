using Functions.Api.Http;
using Functions.Entities;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Stores.Drift;
using Stores.Lifecycle;
using Stores.Sweeps;

namespace Functions.Api.Comparisons;

/// <summary>POST /api/comparisons: compares all stores with the cluster now, or once the comparison that runs has ended.</summary>
public sealed class StartComparison(IOptions<RepairSettings> repair, IOptions<OperationSettings> operations, TimeProvider clock)
{
    /// <summary>
    /// 202 with the comparison that was asked for; what came of it is at Location. 400, 413 or 415, or 503 when it could not be asked for,
    /// as problem details.
    /// </summary>
    [Function(nameof(StartComparison))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/comparisons")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        if (await JsonBody.RefuseFieldsAsync(request, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        var asked = new ComparisonRequest($"compare-{Guid.NewGuid():N}", clock.GetUtcNow().UtcDateTime, repair.Value, operations.Value);
        return await ApiResults.FromStateAsync(async () =>
        {
            await client.Entities.SignalEntityAsync(
                ComparisonHistoryEntity.Id, nameof(ComparisonHistoryEntity.Begin), asked, cancellation: cancellationToken);
            request.HttpContext.Response.Headers.Location = "/api/comparisons";
            return ApiResults.Json(new { requestedAt = asked.At }, StatusCodes.Status202Accepted);
        });
    }
}
