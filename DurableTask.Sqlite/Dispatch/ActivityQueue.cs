using DurableTask.Core.History;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>
/// Activities that are to run. A row stays until the turn that takes the result in is stored: after a crash the activity runs again.
/// </summary>
internal sealed class ActivityQueue(Mailboxes mailboxes) : IDisposable
{
    private static readonly TimeSpan s_pauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly ReadyQueue<ActivityWork> _ready = new();

    public void Add(ActivityWork work) => _ready.Enqueue(work);

    public async Task<ActivityWorkItem?> LockNextAsync(TimeSpan timeout, CancellationToken cancellationToken) =>
        await _ready.DequeueAsync(timeout, cancellationToken) is { } work ? new ActivityWorkItem(this, work) : null;

    /// <summary>Hands the result to the orchestration.</summary>
    public void Complete(ActivityWork work, HistoryEvent result) =>
        mailboxes.Deliver([new Message(work.Instance, work.Execution, result, null, work.Sequence) { Origin = MessageOrigin.Activity }]);

    /// <summary>Lets the activity run again after a pause.</summary>
    public void Again(ActivityWork work) => Task.Delay(s_pauseAfterFailure).ContinueWith(_ => Add(work), TaskScheduler.Default);

    public void Dispose() => _ready.Dispose();
}
