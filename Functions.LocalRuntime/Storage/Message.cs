using Functions.LocalRuntime.History;

namespace Functions.LocalRuntime.Storage;

/// <summary>Something on its way to an orchestration or an entity.</summary>
/// <param name="Target">The instance id; an entity's begins with '@'.</param>
/// <param name="Execution">The execution that it is meant for; null for any.</param>
/// <param name="Event">What arrives.</param>
/// <param name="DueAt">Not before this time (UTC); null for at once.</param>
/// <param name="Sequence">The key of its row, from <see cref="Sequences"/>.</param>
internal sealed record Message(string Target, string? Execution, HistoryEvent Event, DateTime? DueAt, long Sequence)
{
    /// <summary>Which row holds it until it is consumed.</summary>
    public MessageOrigin Origin { get; init; }
}

internal enum MessageOrigin
{
    /// <summary>The inbox.</summary>
    Inbox,

    /// <summary>The activity of this sequence: a result is stored with the turn that takes it in, and the activity runs again if the process dies before.</summary>
    Activity,

    /// <summary>None: a wake-up that means nothing after a restart.</summary>
    Memory,
}

/// <summary>An activity that is to run.</summary>
/// <param name="Sequence">The key of its row.</param>
/// <param name="Task">Who waits for it.</param>
/// <param name="Name">The activity's name.</param>
/// <param name="Input">Its input.</param>
internal sealed record ActivityWork(long Sequence, ParentTask Task, string Name, string? Input);

/// <summary>An orchestration that is to start.</summary>
/// <param name="InstanceId">Its id.</param>
/// <param name="Execution">Its execution.</param>
/// <param name="Started">How it begins.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="StartAt">Not before this time (UTC); null for at once.</param>
/// <param name="Sequence">The key of the message that starts it, or that tells its parent why it does not.</param>
internal sealed record NewInstance(string InstanceId, string Execution, ExecutionStarted Started, DateTime CreatedAt, DateTime? StartAt, long Sequence);
