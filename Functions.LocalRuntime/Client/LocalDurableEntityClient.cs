using Functions.LocalRuntime.Dispatch;
using Functions.LocalRuntime.History;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client.Entities;
using Microsoft.DurableTask.Entities;

namespace Functions.LocalRuntime.Client;

/// <summary>The durable client's entities, in the same process as the engine.</summary>
internal sealed class LocalDurableEntityClient(DurableEngine engine, DataConverter converter, string hubName) : DurableEntityClient(hubName)
{
    public override async Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        var request = new EntityRequest(operationName, converter.Serialize(input), null);
        await engine.SendAsync(new Message(id.ToString(), null, request, options?.SignalTime?.UtcDateTime, engine.Store.Sequences.Next()));
    }

    public override Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default)
    {
        cancellation.ThrowIfCancellationRequested();
        return Task.FromResult(engine.Store.FindEntity(id.ToString()) is { } row ? Describe<T>(row, includeState) : null);
    }

    public override AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null)
    {
        var query = filter ?? new EntityQuery();
        return Pageable.Create((continuation, pageSize, cancellation) =>
        {
            cancellation.ThrowIfCancellationRequested();
            var size = pageSize ?? query.PageSize ?? EntityQuery.DefaultPageSize;
            var rows = engine.Store.QueryEntities(query with { PageSize = size }, continuation ?? query.ContinuationToken);
            return Task.FromResult(new Page<EntityMetadata<T>>([.. rows.Select(row => Describe<T>(row, query.IncludeState))], rows.Count < size ? null : rows[^1].Id));
        });
    }

    private EntityMetadata<T> Describe<T>(EntityRow row, bool includeState)
    {
        var id = EntityInstanceId.FromString(row.Id);
        return includeState
            ? new EntityMetadata<T>(id, converter.Deserialize<T>(row.State)) { LastModifiedTime = row.ModifiedAt }
            : new EntityMetadata<T>(id) { LastModifiedTime = row.ModifiedAt };
    }
}
