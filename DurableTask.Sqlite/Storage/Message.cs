using DurableTask.Core;
using DurableTask.Core.History;

namespace DurableTask.Sqlite.Storage;

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

    public TaskMessage ToTaskMessage() => new()
    {
        Event = Event,
        OrchestrationInstance = new OrchestrationInstance { InstanceId = Target, ExecutionId = Execution },
    };
}

internal enum MessageOrigin
{
    /// <summary>A row of messages.</summary>
    Message,

    /// <summary>
    /// The activity of this sequence: a result is stored with the turn that takes it in, and the activity runs again if the process dies
    /// before.
    /// </summary>
    Activity,
}

/// <summary>An activity that is to run.</summary>
/// <param name="Sequence">The key of its row.</param>
/// <param name="Instance">Who waits for it.</param>
/// <param name="Execution">The execution that waits for it.</param>
/// <param name="Event">What is to run.</param>
/// <param name="Context">What it is told of the orchestration; null for nothing.</param>
internal sealed record ActivityWork(
    long Sequence, string Instance, string? Execution, TaskScheduledEvent Event, OrchestrationExecutionContext? Context);
