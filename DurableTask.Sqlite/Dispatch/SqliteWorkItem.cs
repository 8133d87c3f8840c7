using DurableTask.Core;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>A turn of an orchestration or entity.</summary>
internal sealed class SqliteWorkItem(Turns turns, Mailbox box) : TaskOrchestrationWorkItem, IOrchestrationSession
{
    public Turns Turns => turns;

    public Mailbox Box => box;

    /// <summary>What the turn takes in, with what it only removes.</summary>
    public List<Message> Messages { get; set; } = [];

    /// <summary>The instance before the turn; null for an entity that there is not.</summary>
    public InstanceState? State { get; set; }

    /// <summary>Whether nothing of the turn is left to do or to undo.</summary>
    public bool Done { get; set; }

    public Task<IList<TaskMessage>?> FetchNewOrchestrationMessagesAsync(TaskOrchestrationWorkItem workItem) => turns.ContinueAsync(this);

    public Task EndSessionAsync() => Task.CompletedTask;
}
