using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask.Client.Entities;

/// <summary>Signals and reads entities.</summary>
/// <param name="name">The task hub's name.</param>
public abstract class DurableEntityClient(string name)
{
    /// <summary>The task hub's name.</summary>
    public string Name { get; } = name;

    /// <summary>Sends an operation to an entity.</summary>
    public abstract Task SignalEntityAsync(
        EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null, CancellationToken cancellation = default);

    /// <summary>Reads an entity; null when there is none.</summary>
    public abstract Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, bool includeState = true, CancellationToken cancellation = default);

    /// <summary>Reads an entity with its state; null when there is none.</summary>
    public virtual Task<EntityMetadata<T>?> GetEntityAsync<T>(EntityInstanceId id, CancellationToken cancellation) => GetEntityAsync<T>(id, true, cancellation);

    /// <summary>Lists entities.</summary>
    public abstract AsyncPageable<EntityMetadata<T>> GetAllEntitiesAsync<T>(EntityQuery? filter = null);
}
