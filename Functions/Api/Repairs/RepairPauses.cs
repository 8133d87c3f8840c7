using Functions.Api.Http;
using Functions.Api.Stores;
using Functions.Entities;
using Microsoft.AspNetCore.Http;
using Microsoft.DurableTask.Client;
using Stores.Core;
using Stores.Drift;
using Stores.Lifecycle;

namespace Functions.Api.Repairs;

/// <summary>Pauses repairs or lets them go on, and answers with the store.</summary>
public sealed class RepairPauses(Decisions decisions, TimeProvider clock)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    internal DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <summary>
    /// 200 with the store; 400 or 404 as problem details, 500 when the change fails, 503 when the store's answer does not come in time.
    /// </summary>
    internal async Task<IResult> AskAsync(DurableTaskClient client, string name, RepairPause? pause, CancellationToken cancellationToken)
    {
        if (!StoreName.TryParse(name, out var store))
        {
            return ApiResults.InvalidFields(new Dictionary<string, string[]> { [nameof(name)] = [StoreName.Rule] });
        }

        return await ApiResults.FromStateAsync(async () =>
        {
            var known = await client.ReadStoreAsync(store, cancellationToken);
            if (known.Phase is StorePhase.Absent or StorePhase.Deleted)
            {
                return ApiResults.NoStore(store, known.Receipt);
            }

            var decided = await decisions.AskAsync<StoreRecord>(
                client, OrchestratorNames.SetRepairPause, new RepairPauseRequest(store, Now, pause),
                $"change of store {store}'s repairs", s_patience,
                cancellationToken);
            return ApiResults.FromDecision(
                decided, $"The change of store '{store}' may still be made: read /api/stores/{store}, or ask again.",
                record => Answer(store, record));
        });
    }

    private static IResult Answer(StoreName name, StoreRecord record) => record.Phase is StorePhase.Absent or StorePhase.Deleted
        ? ApiResults.NoStore(name, record.Receipt)
        : ApiResults.Json(StoreResponse.From(record, queuePosition: null));
}
