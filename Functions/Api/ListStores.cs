using Functions.Orchestrations;
using Functions.Slots;
using Functions.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Client.Entities;

namespace Functions.Api;

/// <summary>GET /api/stores: every store and its live step.</summary>
public sealed class ListStores(CredentialsKeeping keeping)
{
    /// <summary>200 with the stores that are not deleted, by name; 503 when they cannot be read now.</summary>
    [Function(nameof(ListStores))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/stores")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => ApiResults.FromStateAsync(async () =>
    {
        var slots = await client.Entities.GetEntityAsync<SlotQueue>(ProvisioningSlots.Id, cancellationToken);
        var stores = new List<StoreResponse>();
        var query = new EntityQuery { InstanceIdStartsWith = $"@{nameof(StoreEntity).ToLowerInvariant()}@", IncludeState = true };
        await foreach (var entity in client.Entities.GetAllEntitiesAsync<StoreRecord>(query).WithCancellation(cancellationToken))
        {
            var record = entity.State;
            if (record.Phase is not (StorePhase.Absent or StorePhase.Deleted))
            {
                var position = record.Operation is { } operation ? slots?.State.PositionOf(operation.Id) : null;
                stores.Add(StoreResponse.From(record, position).Summarize() with { Admin = AdminResponse.From(record, keeping) });
            }
        }

        return ApiResults.Json(new StoreListResponse([.. stores.OrderBy(store => store.Name, StringComparer.Ordinal)]));
    });
}
