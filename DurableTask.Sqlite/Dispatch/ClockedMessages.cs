using System.Collections;
using System.Collections.ObjectModel;
using DurableTask.Core;
using DurableTask.Core.History;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>
/// The messages of a turn that goes by another clock than the system's. DurableTask.Core begins a turn by an event with the system's time,
/// which the orchestration then takes for now, and reads the messages before it does: that is when the time is put right.
/// </summary>
/// <remarks>A generation that begins within a turn, by continuing as new, takes the system's time for its first turn: nobody is asked
/// before.</remarks>
internal sealed class ClockedMessages(IList<TaskMessage> messages, OrchestrationRuntimeState turn, TimeProvider clock)
    : Collection<TaskMessage>(messages), IEnumerable<TaskMessage>
{
    IEnumerator<TaskMessage> IEnumerable<TaskMessage>.GetEnumerator()
    {
        if (turn.NewEvents.LastOrDefault() is OrchestratorStartedEvent begun)
        {
            begun.Timestamp = clock.GetUtcNow().UtcDateTime;
        }

        return GetEnumerator();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
