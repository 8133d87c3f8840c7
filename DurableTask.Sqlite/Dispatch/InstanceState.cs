using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>A running instance as a turn needs it.</summary>
/// <param name="Row">The instance.</param>
/// <param name="History">What happened to the orchestration; empty for an entity.</param>
/// <param name="Input">The state of an entity's scheduler, which holds that of the entity; not needed of an orchestration.</param>
/// <param name="Size">How many characters it takes.</param>
internal sealed record InstanceState(InstanceRow Row, List<HistoryEvent> History, string? Input, long Size)
{
    /// <summary>How a turn begins.</summary>
    public OrchestrationRuntimeState ToRuntimeState() =>
        InstanceRow.IsEntity(Row.Id) ? new OrchestrationRuntimeState(EntityHistory()) : new OrchestrationRuntimeState(History);

    /// <summary>
    /// What DurableTask.Core leaves an entity with after each batch; only the input and the ids of it differ, so only they are stored.
    /// </summary>
    public List<HistoryEvent> EntityHistory() =>
    [
        new OrchestratorStartedEvent(-1) { Timestamp = Row.CreatedAt },
        new ExecutionStartedEvent(-1, Input)
        {
            Timestamp = Row.CreatedAt,
            Name = Row.Name,
            Version = Row.Version,
            Tags = EventJson.ReadPart<Dictionary<string, string>>(Row.Tags),
            OrchestrationInstance = new OrchestrationInstance { InstanceId = Row.Id, ExecutionId = Row.Execution },
        },
        new OrchestratorCompletedEvent(-1) { Timestamp = Row.CreatedAt },
    ];

    public static InstanceState? Load(SqliteStore store, string id)
    {
        if (store.FindWithInput(id) is not var (row, input))
        {
            return null;
        }

        if (InstanceRow.IsEntity(id))
        {
            return new InstanceState(row, [], input, input?.Length ?? 0);
        }

        var history = store.LoadHistory(id);
        return new InstanceState(row, [.. history.SelectMany(EventJson.Read)], null, history.Sum(turn => (long)turn.Length));
    }
}
