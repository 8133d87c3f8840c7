using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Stores.Lifecycle;

namespace Functions.Api.Stores;

/// <summary>
/// POST /api/stores/{name}/upgrade: brings a running store's release to the chart and the values of this version of the app.
/// </summary>
public sealed class RequestUpgrade(StoreOperations operations)
{
    /// <summary>202 with the store; 404, 409 when it does not run or something is being done with it, or 429 as problem details.</summary>
    [Function(nameof(RequestUpgrade))]
    public Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/stores/{name}/upgrade")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        operations.BeginAsync(client, request, StoreRequestKind.Upgrade, name, cancellationToken);
}
