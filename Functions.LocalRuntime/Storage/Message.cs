using Functions.LocalRuntime.History;

namespace Functions.LocalRuntime.Storage;

/// <summary>Something on its way to an orchestration or an entity.</summary>
/// <param name="Target">The instance id; an entity's begins with '@'.</param>
/// <param name="Execution">The execution that it is meant for; null for any.</param>
/// <param name="Event">What arrives.</param>
/// <param name="DueAt">Not before this time (UTC); null for at once.</param>
/// <param name="Sequence">Its place in the store; 0 before it is stored.</param>
internal sealed record Message(string Target, string? Execution, HistoryEvent Event, DateTime? DueAt = null, long Sequence = 0);

/// <summary>An activity that is to run.</summary>
/// <param name="Sequence">Its place in the store; 0 before it is stored.</param>
/// <param name="Task">Who waits for it.</param>
/// <param name="Name">The activity's name.</param>
/// <param name="Input">Its input.</param>
internal sealed record ActivityWork(long Sequence, ParentTask Task, string Name, string? Input);

/// <summary>A sub-orchestration or an entity's orchestration that is to start.</summary>
internal sealed record NewInstance(string InstanceId, ExecutionStarted Started, DateTime CreatedAt, DateTime? StartAt);
