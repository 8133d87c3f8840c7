using Functions.Api.Http;
using Functions.Entities;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Slots;

namespace Functions.Api.Stores;

/// <summary>GET /api/stores/{name}: a store and its live step.</summary>
public sealed class GetStore(CredentialsSource source)
{
    /// <summary>200 with the store; 404 as problem details, with the receipt when it was deleted; 503 when it cannot be read now.</summary>
    [Function(nameof(GetStore))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "get", "head", Route = "api/stores/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) => ApiResults.FromStateAsync(async () =>
    {
        if (!StoreName.TryParse(name, out var storeName))
        {
            return ApiResults.InvalidFields(new Dictionary<string, string[]> { [nameof(name)] = [StoreName.Rule] });
        }

        var record = await client.ReadStoreAsync(storeName, cancellationToken);
        if (record.Phase is StorePhase.Absent or StorePhase.Deleted)
        {
            return ApiResults.NoStore(storeName, record.Receipt);
        }

        var slots = await client.Entities.GetEntityAsync<SlotQueue>(ProvisioningSlotsEntity.Id, cancellationToken);
        var position = record.Operation is { } operation ? slots?.State.PositionOf(operation.Id) : null;
        return ApiResults.Json(StoreResponse.From(record, position) with { Admin = AdminResponse.From(record, source) });
    });
}
