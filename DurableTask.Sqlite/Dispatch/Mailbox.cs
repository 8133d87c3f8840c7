using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>What has come for one instance, and what is kept of it in memory. Guarded by <see cref="Mailboxes"/>.</summary>
internal sealed class Mailbox(string id)
{
    public string Id => id;

    /// <summary>Messages that no turn has taken, oldest first.</summary>
    public List<Message> Queue { get; } = [];

    /// <summary>Messages that are due later, and the execution that each is for.</summary>
    public Dictionary<long, string?> Delayed { get; } = [];

    /// <summary>Whether it waits for a worker.</summary>
    public bool Ready { get; set; }

    /// <summary>Whether a worker has it.</summary>
    public bool Held { get; set; }

    /// <summary>How many turns in a row have failed.</summary>
    public int Failures { get; set; }

    /// <summary>Set by a session that waits for more.</summary>
    public TaskCompletionSource? Arrival { get; set; }

    /// <summary>The instance; null when it is not in memory.</summary>
    public InstanceState? State { get; set; }

    /// <summary>Its place among those that are in memory.</summary>
    public LinkedListNode<Mailbox>? Kept { get; set; }
}
