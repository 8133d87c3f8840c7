using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Functions.Api;

/// <summary>POST /api/stores/{name}/pause-repair: no repair of the store begins by itself, until the given time or until it is resumed.</summary>
public sealed class PauseRepair(RepairChanges changes)
{
    /// <summary>200 with the store; 400, 404, 413 or 415 as problem details.</summary>
    [Function(nameof(PauseRepair))]
    public async Task<IResult> RunAsync(
        [HttpTrigger(AuthorizationLevel.Function, "post", Route = "api/stores/{name}/pause-repair")] HttpRequest request,
        string name,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellationToken)
    {
        var (body, refusal) = await JsonBody.ReadAsync(request, cancellationToken);
        if (refusal is not null)
        {
            return refusal;
        }

        var (pause, errors) = RepairPauseReader.Read(body, changes.Now);
        return pause is null ? ApiResults.InvalidFields(errors) : await changes.AskAsync(client, name, pause, cancellationToken);
    }
}
