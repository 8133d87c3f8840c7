using Functions.LocalRuntime.History;

namespace Functions.LocalRuntime.Storage;

/// <summary>Everything that one turn of an orchestration or an entity changes; one transaction.</summary>
internal sealed record TurnCommit
{
    /// <summary>Messages that the turn took in.</summary>
    public required IReadOnlyList<long> Consumed { get; init; }

    /// <summary>The orchestration after the turn; null for an entity, or when nothing was left to do for it.</summary>
    public InstanceRow? Instance { get; init; }

    /// <summary>Whether the stored history is dropped before <see cref="NewHistory"/> is added.</summary>
    public bool ResetHistory { get; init; }

    public IReadOnlyList<HistoryEvent> NewHistory { get; init; } = [];

    public IReadOnlyList<Message> Outbox { get; init; } = [];

    public IReadOnlyList<ActivityWork> Activities { get; init; } = [];

    public IReadOnlyList<NewInstance> NewInstances { get; init; } = [];

    /// <summary>The entity whose state is written; null for an orchestration.</summary>
    public string? EntityId { get; init; }

    /// <summary>The entity's state; null deletes it.</summary>
    public string? EntityState { get; init; }

    public required DateTime At { get; init; }
}

/// <summary>What a commit has put on its way.</summary>
internal sealed record Dispatched(IReadOnlyList<Message> Messages, IReadOnlyList<ActivityWork> Activities)
{
    public static Dispatched Nothing { get; } = new([], []);
}
