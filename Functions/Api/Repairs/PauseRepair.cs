using Functions.Api.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Functions.Api.Repairs;

/// <summary>
/// POST /api/stores/{name}/pause-repair: no repair of the store begins by itself, until the given time or until it is resumed.
/// </summary>
public sealed class PauseRepair(RepairPauses pauses)
{
    /// <summary>200 with the store; 400, 404, 413 or 415 as problem details.</summary>
    [Function(nameof(PauseRepair))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/stores/{name}/pause-repair")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (fields, refusal) = await JsonBody.ReadAsync(request, RepairPauseReader.Fields, cancellationToken);
        return fields is null ? refusal!
            : RepairPauseReader.Read(fields, pauses.Now) is not { } pause ? ApiResults.InvalidFields(fields.Errors)
            : await pauses.AskAsync(client, name, pause, cancellationToken);
    }
}
