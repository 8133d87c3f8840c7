using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Lifecycle;

namespace Functions.Api.Stores;

/// <summary>DELETE /api/stores/{name}: removes a store; what is being done with it is stopped first.</summary>
public sealed class RemoveStore(StoreOperations operations)
{
    /// <summary>202 with the store, also when it is being deleted already; 404 as problem details.</summary>
    [Function(nameof(RemoveStore))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "delete", Route = "api/stores/{name}")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        operations.BeginAsync(client, request, StoreRequestKind.Delete, name, cancellationToken);
}
