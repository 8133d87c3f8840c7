using Functions.Api.Stores;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Lifecycle;

namespace Functions.Api.Repairs;

/// <summary>POST /api/stores/{name}/repair: puts back what was changed of a running store, now and even while repairs are paused.</summary>
public sealed class RequestRepair(StoreOperations operations)
{
    /// <summary>202 with the store; 404, 409 when it does not run or something is being done with it, or 429 as problem details.</summary>
    [Function(nameof(RequestRepair))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/stores/{name}/repair")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        operations.BeginAsync(client, request, StoreRequestKind.Repair, name, cancellationToken);
}
