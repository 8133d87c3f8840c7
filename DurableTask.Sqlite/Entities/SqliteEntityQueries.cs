using DurableTask.Core;
using DurableTask.Core.Entities;
using DurableTask.Core.Query;
using DurableTask.Sqlite.Dispatch;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Entities;

/// <summary>
/// Queries of entities. An entity exists when it has a state; its scheduler may exist before and after, and is then called transient.
/// </summary>
internal sealed class SqliteEntityQueries(Func<Hub> open) : EntityBackendQueries
{
    private const int DefaultPageSize = 100;

    public override Task<EntityMetadata?> GetEntityAsync(
        EntityId id, bool includeState = false, bool includeStateless = false, CancellationToken cancellation = default) =>
        Task.FromResult(open().Store.FindWithInput(id.ToString()) is var (row, input)
            ? Describe(row, includeState ? input : null, includeState, includeStateless)
            : null);

    public override Task<EntityQueryResult> QueryEntitiesAsync(EntityQuery query, CancellationToken cancellation)
    {
        var size = query.PageSize ?? DefaultPageSize;
        var prefix = query.InstanceIdStartsWith is { Length: > 0 } given ? given.StartsWith('@') ? given : $"@{given}" : "@";
        var rows = InstanceQueries.List(
            open().Store,
            new OrchestrationQuery
            {
                ContinuationToken = query.ContinuationToken,
                InstanceIdPrefix = prefix,
                CreatedTimeFrom = query.LastModifiedFrom,
                CreatedTimeTo = query.LastModifiedTo,
                PageSize = size,
                FetchInputsAndOutputs = query.IncludeState,
            });
        return Task.FromResult(new EntityQueryResult
        {
            Results =
            [
                .. rows.Select(row => Describe(row.Row, row.Input, query.IncludeState, query.IncludeTransient)).OfType<EntityMetadata>(),
            ],
            ContinuationToken = rows.Count == size ? rows[^1].Row.Id : null,
        });
    }

    public override async Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest request = default, CancellationToken cancellation = default)
    {
        var hub = open();
        var result = new CleanEntityStorageResult();
        var after = request.ContinuationToken;
        List<(InstanceRow Row, string? Input)> rows;
        do
        {
            cancellation.ThrowIfCancellationRequested();
            rows = InstanceQueries.List(hub.Store, new OrchestrationQuery
            {
                ContinuationToken = after,
                InstanceIdPrefix = "@",
                PageSize = DefaultPageSize,
                FetchInputsAndOutputs = false,
            });
            foreach (var (row, _) in rows)
            {
                var status = ClientEntityHelpers.GetEntityStatus(row.CustomStatus);
                if (request.ReleaseOrphanedLocks && status?.LockedBy is { } owner && !IsRunning(hub.Store.FindInstance(owner)))
                {
                    var instance = new OrchestrationInstance { InstanceId = row.Id };
                    await hub.SendAsync([ClientEntityHelpers.EmitUnlockForOrphanedLock(instance, owner).AsTaskMessage()]);
                    result.OrphanedLocksReleased++;
                }

                if (request.RemoveEmptyEntities && status is { EntityExists: false, LockedBy: null, BacklogQueueSize: 0 })
                {
                    result.EmptyEntitiesRemoved += await hub.RemoveIdleAsync(row);
                }
            }

            after = rows.Count > 0 ? rows[^1].Row.Id : after;
        }
        while (rows.Count == DefaultPageSize);

        return result;
    }

    private static bool IsRunning(InstanceRow? owner) => owner?.Status is OrchestrationStatus.Running or OrchestrationStatus.Suspended;

    private static EntityMetadata? Describe(InstanceRow row, string? input, bool withState, bool transient)
    {
        var status = ClientEntityHelpers.GetEntityStatus(row.CustomStatus);
        return transient || status?.EntityExists == true
            ? new EntityMetadata
            {
                EntityId = EntityId.FromString(row.Id),
                LastModifiedTime = row.CreatedAt,
                BacklogQueueSize = status?.BacklogQueueSize ?? 0,
                LockedBy = status?.LockedBy,
                SerializedState = withState ? ClientEntityHelpers.GetEntityState(input) : null,
            }
            : null;
    }
}
