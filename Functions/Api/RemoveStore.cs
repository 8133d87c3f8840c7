using Functions.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Functions.Api;

/// <summary>DELETE /api/stores/{name}: removes a store; one that is being provisioned is stopped first.</summary>
public sealed class RemoveStore(StoreOperations operations)
{
    /// <summary>202 with the store, also when it is being deleted already; 404 as problem details.</summary>
    [Function(nameof(RemoveStore))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "api/stores/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        StoreName.TryParse(name, out var storeName)
            ? await operations.BeginAsync(client, request.HttpContext.Response, StoreOperationKind.Delete, new StoreSpec(storeName, default, default), cancellationToken)
            : ApiResults.InvalidFields(new Dictionary<string, string[]> { [nameof(name)] = [StoreName.Rule] });
}
