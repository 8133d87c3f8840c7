using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Lifecycle;

namespace Functions.Api.Stores;

/// <summary>POST /api/stores/{name}/cancel: stops what is being done with a store; a provision is undone.</summary>
public sealed class CancelStore(StoreOperations operations)
{
    /// <summary>202 with the store; 404, or 409 when nothing that could be stopped is being done, as problem details.</summary>
    [Function(nameof(CancelStore))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/stores/{name}/cancel")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        operations.BeginAsync(client, request, StoreRequestKind.Cancel, name, cancellationToken);
}
