using Functions.Api.Http;
using Functions.Entities;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Slots;

namespace Functions.Api.Stores;

/// <summary>GET /api/stores: every store and its live step.</summary>
public sealed class ListStores(CredentialsSource source)
{
    /// <summary>200 with the stores that are not deleted, by name; 503 when they cannot be read now.</summary>
    [Function(nameof(ListStores))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/stores")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => ApiResults.FromStateAsync(async () =>
    {
        var slots = await client.Entities.GetEntityAsync<SlotQueue>(ProvisioningSlotsEntity.Id, cancellationToken);
        var stores = new List<StoreResponse>();
        await foreach (var record in client.ReadStoresAsync(pageSize: null, cancellationToken))
        {
            if (record.Phase is not (StorePhase.Absent or StorePhase.Deleted))
            {
                var position = record.Operation is { } operation ? slots?.State.PositionOf(operation.Id) : null;
                stores.Add(StoreResponse.From(record, position).Summarize() with { Admin = AdminResponse.From(record, source) });
            }
        }

        return ApiResults.Json(new StoreListResponse([.. stores.OrderBy(store => store.Name, StringComparer.Ordinal)]));
    });
}
