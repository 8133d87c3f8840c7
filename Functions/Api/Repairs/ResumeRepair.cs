using Functions.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Functions.Api.Repairs;

/// <summary>
/// POST /api/stores/{name}/resume-repair: repairs of the store may begin by themselves again, with their attempts counted anew.
/// </summary>
public sealed class ResumeRepair(RepairPauses pauses)
{
    /// <summary>200 with the store; 400, 404, 413 or 415 as problem details.</summary>
    [Function(nameof(ResumeRepair))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/stores/{name}/resume-repair")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken) =>
        await JsonBody.RefuseFieldsAsync(request, cancellationToken)
            ?? await pauses.AskAsync(client, name, pause: null, cancellationToken);
}
