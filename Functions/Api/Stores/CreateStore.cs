using Functions.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Functions.Api.Stores;

/// <summary>POST /api/stores: makes a store.</summary>
public sealed class CreateStore(StoreOperations operations)
{
    /// <summary>
    /// 202 with the store; 400, 403 when its owner has enough, 409, 413, 415, 422 when the Idempotency-Key is another request's, or 429 as
    /// problem details.
    /// </summary>
    [Function(nameof(CreateStore))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/stores")] HttpRequest request,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (fields, refusal) = await JsonBody.ReadAsync(request, StoreSpecReader.Fields, cancellationToken);
        return fields is null ? refusal!
            : StoreSpecReader.Read(fields) is not { } spec ? ApiResults.InvalidFields(fields.Errors)
            : await operations.ProvisionAsync(client, request, spec, cancellationToken);
    }
}
