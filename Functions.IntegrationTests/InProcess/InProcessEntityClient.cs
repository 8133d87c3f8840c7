using DurableTask.Core;
using DurableTask.Core.Entities;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Converters;
using Microsoft.DurableTask.Entities;

namespace Functions.IntegrationTests.InProcess;

/// <summary>The entities' part of <see cref="InProcessClient"/>.</summary>
internal sealed class InProcessEntityClient(IDurableService service, TimeProvider clock) : DurableEntityClient("in-process")
{
    private static readonly JsonDataConverter s_json = JsonDataConverter.Default;

    private EntityBackendQueries Queries => service.EntityBackendQueries!;

    public override Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null,
        CancellationToken cancellation = default)
    {
        (DateTime, DateTime)? due = options?.SignalTime is { } time
            ? (time.UtcDateTime, service.EntityBackendProperties!.GetCappedScheduledTime(clock.GetUtcNow().UtcDateTime, time.UtcDateTime))
            : null;
        var target = new OrchestrationInstance { InstanceId = id.ToString() };
        var message = ClientEntityHelpers.EmitOperationSignal(target, Guid.NewGuid(), operationName, s_json.Serialize(input), due);
        return service.SendTaskOrchestrationMessageAsync(message.AsTaskMessage());
    }

    public override async Task<EntityMetadata?> GetEntityAsync(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        await FindAsync(id, includeState, cancellation) is { } found ? Untyped(found, includeState) : null;

    public override async Task<EntityMetadata<T>?> GetEntityAsync<T>(
        EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default) =>
        await FindAsync(id, includeState, cancellation) is { } found ? Typed<T>(found, includeState) : null;

    public override AsyncPageable<EntityMetadata> GetAllEntitiesAsync(EntityQuery? filter = null) => Pages(filter, Untyped);

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null) => Pages(filter, Typed<T>);

    public override async Task<CleanEntityStorageResult> CleanEntityStorageAsync(
        CleanEntityStorageRequest? request = null, bool continueUntilComplete = true, CancellationToken cancellation = default)
    {
        var asked = request ?? CleanEntityStorageRequest.Default;
        var cleaned = await Queries.CleanEntityStorageAsync(
            new EntityBackendQueries.CleanEntityStorageRequest
            {
                RemoveEmptyEntities = asked.RemoveEmptyEntities,
                ReleaseOrphanedLocks = asked.ReleaseOrphanedLocks,
                ContinuationToken = asked.ContinuationToken,
            },
            cancellation);
        return new CleanEntityStorageResult
        {
            EmptyEntitiesRemoved = cleaned.EmptyEntitiesRemoved,
            OrphanedLocksReleased = cleaned.OrphanedLocksReleased,
            ContinuationToken = cleaned.ContinuationToken,
        };
    }

    private Task<EntityBackendQueries.EntityMetadata?> FindAsync(EntityInstanceId id, bool includeState, CancellationToken cancellation) =>
        Queries.GetEntityAsync(new EntityId(id.Name, id.Key), includeState, includeStateless: false, cancellation);

    private AsyncPageable<T> Pages<T>(EntityQuery? filter, Func<EntityBackendQueries.EntityMetadata, bool, T> map) where T : notnull =>
        Pageable.Create(async (string? token, int? size, CancellationToken cancellation) =>
        {
            var includeState = filter?.IncludeState ?? true;
            var found = await Queries.QueryEntitiesAsync(
                new EntityBackendQueries.EntityQuery
                {
                    InstanceIdStartsWith = filter?.InstanceIdStartsWith ?? "",
                    LastModifiedFrom = filter?.LastModifiedFrom?.UtcDateTime,
                    LastModifiedTo = filter?.LastModifiedTo?.UtcDateTime,
                    IncludeState = includeState,
                    IncludeTransient = filter?.IncludeTransient ?? false,
                    PageSize = size ?? filter?.PageSize,
                    ContinuationToken = token ?? filter?.ContinuationToken,
                },
                cancellation);
            return new Page<T>([.. found.Results.Select(entity => map(entity, includeState))], found.ContinuationToken);
        });

    private static EntityMetadata Untyped(EntityBackendQueries.EntityMetadata found, bool includeState)
    {
        var state = includeState && found.SerializedState is { } text
            ? new Microsoft.DurableTask.Client.SerializedData(text, s_json)
            : null;
        return new EntityMetadata(IdOf(found), state)
        {
            LastModifiedTime = found.LastModifiedTime,
            BacklogQueueSize = found.BacklogQueueSize,
            LockedBy = found.LockedBy,
        };
    }

    private static EntityMetadata<T> Typed<T>(EntityBackendQueries.EntityMetadata found, bool includeState)
    {
        // Without a state it must be the constructor that says so.
        var id = IdOf(found);
        return includeState
            ? new EntityMetadata<T>(id, found.SerializedState is { } text ? s_json.Deserialize<T>(text) : default)
            {
                LastModifiedTime = found.LastModifiedTime,
                BacklogQueueSize = found.BacklogQueueSize,
                LockedBy = found.LockedBy,
            }
            : new EntityMetadata<T>(id)
            {
                LastModifiedTime = found.LastModifiedTime,
                BacklogQueueSize = found.BacklogQueueSize,
                LockedBy = found.LockedBy,
            };
    }

    private static EntityInstanceId IdOf(EntityBackendQueries.EntityMetadata found) => new(found.EntityId.Name, found.EntityId.Key);
}
