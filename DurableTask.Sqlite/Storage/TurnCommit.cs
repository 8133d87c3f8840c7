namespace DurableTask.Sqlite.Storage;

/// <summary>Everything that one turn of an orchestration or an entity changes; one transaction.</summary>
internal sealed record TurnCommit
{
    public required string Instance { get; init; }

    /// <summary>What the turn took in.</summary>
    public required IReadOnlyList<Message> Consumed { get; init; }

    /// <summary>The instance before the turn; null for none.</summary>
    public InstanceRow? Before { get; init; }

    /// <summary>The instance after the turn; null to remove it.</summary>
    public InstanceRow? After { get; init; }

    /// <summary>The new input when the turn began another execution; null for none.</summary>
    public string? Input { get; init; }

    /// <summary>What the turn adds to the history, see <see cref="EventJson"/>; null for nothing.</summary>
    public string? History { get; init; }

    /// <summary>Events and starts, in the order in which they were sent.</summary>
    public IReadOnlyList<Outgoing> Outbox { get; init; } = [];

    public IReadOnlyList<ActivityWork> Activities { get; init; } = [];

    /// <summary>Messages to an instance that has ended, which nobody will take in.</summary>
    public IReadOnlyList<long> Obsolete { get; init; } = [];
}

/// <summary>A message that a turn or a client sends.</summary>
/// <param name="Message">The message.</param>
/// <param name="Json">Its event.</param>
/// <param name="Start">The instance that it starts; null for another message.</param>
internal sealed record Outgoing(Message Message, string Json, NewInstance? Start = null);

/// <summary>An instance that is to start.</summary>
/// <param name="Row">The instance.</param>
/// <param name="Input">Its input.</param>
internal sealed record NewInstance(InstanceRow Row, string? Input);

/// <summary>What became of a turn.</summary>
/// <param name="Stored">Whether it was stored; it is not when another start has replaced the instance since it began.</param>
/// <param name="Sent">What is on its way now: less than the outbox where the target is gone, and with a refusal where an id was in
/// use.</param>
internal sealed record TurnResult(bool Stored, List<Message> Sent);

/// <summary>What was on its way when the file was last closed or its process died.</summary>
internal sealed record Pending(List<Message> Messages, List<ActivityWork> Activities);
