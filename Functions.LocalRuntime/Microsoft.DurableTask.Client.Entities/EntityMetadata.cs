using System.Diagnostics.CodeAnalysis;
using Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask.Client.Entities;

/// <summary>An entity as a client sees it.</summary>
public class EntityMetadata<TState>
{
    private readonly TState? _state;

    /// <summary>Without its state.</summary>
    public EntityMetadata(EntityInstanceId id) => Id = id;

    /// <summary>With its state.</summary>
    public EntityMetadata(EntityInstanceId id, TState? state)
    {
        Id = id;
        IncludesState = state is not null;
        _state = state;
    }

    /// <summary>The entity.</summary>
    public EntityInstanceId Id { get; }

    /// <summary>When it last changed.</summary>
    public DateTimeOffset LastModifiedTime { get; init; }

    /// <summary>Whether the state was fetched.</summary>
    [MemberNotNullWhen(true, nameof(State))]
    public bool IncludesState { get; }

    /// <summary>The state.</summary>
    /// <exception cref="InvalidOperationException">It was not fetched.</exception>
    public TState State => IncludesState ? _state! : throw new InvalidOperationException($"Can't retrieve state when {nameof(IncludesState)}=false");
}
