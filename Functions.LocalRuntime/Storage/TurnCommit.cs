using Functions.LocalRuntime.History;

namespace Functions.LocalRuntime.Storage;

/// <summary>Everything that one turn of an orchestration or an entity changes; one transaction. Storing it again changes nothing.</summary>
internal sealed record TurnCommit
{
    /// <summary>What the turn took in.</summary>
    public required IReadOnlyList<Message> Consumed { get; init; }

    /// <summary>UTC.</summary>
    public required DateTime At { get; init; }

    /// <summary>The orchestration before and after the turn; null for an entity, or when nothing was left to do for it.</summary>
    public (InstanceRow Before, InstanceRow After)? Instance { get; init; }

    /// <summary>What the turn adds to the history; a new execution begins with none.</summary>
    public List<HistoryEvent> NewHistory { get; init; } = [];

    public IReadOnlyList<Message> Outbox { get; init; } = [];

    /// <summary>Sequences of timers that will not fire.</summary>
    public IReadOnlyList<long> CancelledTimers { get; init; } = [];

    public IReadOnlyList<ActivityWork> Activities { get; init; } = [];

    public IReadOnlyList<NewInstance> NewInstances { get; init; } = [];

    /// <summary>The entity and its state, null to delete it; null for an orchestration.</summary>
    public (string Id, string? State)? Entity { get; init; }
}

/// <summary>What was on its way when the store was last closed or its process died.</summary>
internal sealed record Pending(IReadOnlyList<Message> Messages, IReadOnlyList<ActivityWork> Activities);
