using System.Globalization;
using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Storage;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>A run of an activity.</summary>
internal sealed class ActivityWorkItem : TaskActivityWorkItem
{
    private readonly ActivityQueue _queue;
    private readonly ActivityWork _work;
    private int _finished;

    public ActivityWorkItem(ActivityQueue queue, ActivityWork work)
    {
        (_queue, _work) = (queue, work);
        Id = work.Sequence.ToString(CultureInfo.InvariantCulture);
        // One process has the file, so nobody else can take the activity.
        LockedUntilUtc = DateTime.MaxValue;
        TaskMessage = new TaskMessage
        {
            Event = work.Event,
            OrchestrationInstance = new OrchestrationInstance { InstanceId = work.Instance, ExecutionId = work.Execution },
            OrchestrationExecutionContext = work.Context,
        };
    }

    public void Complete(HistoryEvent result)
    {
        if (TryFinish())
        {
            _queue.Complete(_work, result);
        }
    }

    public void Abandon()
    {
        if (TryFinish())
        {
            _queue.Again(_work);
        }
    }

    // An activity that was completed and then abandoned must not run again.
    private bool TryFinish() => Interlocked.Exchange(ref _finished, 1) == 0;
}
