using Functions.Api.Http;
using Functions.Entities;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Options;
using Stores.Lifecycle;
using Stores.Slots;

namespace Functions.Api.Queue;

/// <summary>GET /api/queue: who holds a provisioning slot and who waits for one.</summary>
public sealed class GetQueue(IOptions<OperationSettings> settings)
{
    /// <summary>200 with the queue; 503 when it cannot be read now.</summary>
    [Function(nameof(GetQueue))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/queue")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => ApiResults.FromStateAsync(async () =>
    {
        var slots = await client.Entities.GetEntityAsync<SlotQueue>(ProvisioningSlotsEntity.Id, cancellationToken);
        return ApiResults.Json(QueueResponse.From(slots?.State, settings.Value.Slots));
    });
}
