using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Lifecycle;

namespace Functions.Api.Stores;

/// <summary>POST /api/stores/{name}/retry: makes a store whose provision failed once more.</summary>
public sealed class RetryStore(StoreOperations operations)
{
    /// <summary>202 with the store; 404, 409 when its provision has not failed, or 429 as problem details.</summary>
    [Function(nameof(RetryStore))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/stores/{name}/retry")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        operations.BeginAsync(client, request, StoreRequestKind.Retry, name, cancellationToken);
}
