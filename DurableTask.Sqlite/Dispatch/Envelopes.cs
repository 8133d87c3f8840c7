using DurableTask.Core;
using DurableTask.Core.History;
using DurableTask.Sqlite.Storage;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using EntityConventions = DurableTask.Core.Common.Entities;

namespace DurableTask.Sqlite.Dispatch;

/// <summary>Makes what is stored and delivered out of what DurableTask.Core sends.</summary>
internal sealed class Envelopes(Sequences sequences, TimeProvider clock)
{
    public DateTime Now => clock.GetUtcNow().UtcDateTime;

    /// <param name="message">What is sent.</param>
    /// <param name="late">By how much this clock is ahead of the one by which delays in the message were reckoned.</param>
    /// <exception cref="NotSupportedException">It rewinds an orchestration.</exception>
    /// <exception cref="ArgumentException">It is for nobody.</exception>
    public Outgoing Wrap(TaskMessage message, TimeSpan late = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(message.OrchestrationInstance?.InstanceId, "instanceId");
        if (message.Event is ExecutionRewoundEvent)
        {
            throw new NotSupportedException(Unsupported.Rewind);
        }

        if (message.Event is ExecutionStartedEvent started)
        {
            return WrapStart(message.OrchestrationInstance, started);
        }

        var due = message.Event switch
        {
            TimerFiredEvent timer => Utc(timer.FireAt),
            EventRaisedEvent raised when EntityConventions.IsDelayedEntityMessage(message, out var time) => Delay(raised, time),
            _ => (DateTime?)null,
        };
        var execution = message.OrchestrationInstance.ExecutionId is { Length: > 0 } id ? id : null;
        return new Outgoing(
            new Message(message.OrchestrationInstance.InstanceId, execution, message.Event, due + late, sequences.Next()),
            EventJson.Write(message.Event));
    }

    /// <summary>
    /// By how much this clock is ahead of the one that a generation has seen which began within a turn; see <see cref="ClockedMessages"/>.
    /// </summary>
    public TimeSpan Ahead(OrchestrationRuntimeState generation) =>
        clock != TimeProvider.System && generation.Events.OfType<OrchestratorStartedEvent>().FirstOrDefault() is { } begun
            ? Now - begun.Timestamp
            : TimeSpan.Zero;

    public ActivityWork WrapActivity(TaskMessage message) => new(
        sequences.Next(),
        message.OrchestrationInstance.InstanceId,
        message.OrchestrationInstance.ExecutionId,
        (TaskScheduledEvent)message.Event,
        message.OrchestrationExecutionContext);

    private Outgoing WrapStart(OrchestrationInstance instance, ExecutionStartedEvent started)
    {
        if (string.IsNullOrEmpty(instance.ExecutionId))
        {
            instance.ExecutionId = Guid.NewGuid().ToString("N");
        }

        started.OrchestrationInstance = instance;
        started.Timestamp = Now;
        var startAt = started.ScheduledStartTime is { } time ? Utc(time) : (DateTime?)null;
        var row = new InstanceRow
        {
            Id = instance.InstanceId,
            Execution = instance.ExecutionId,
            Name = started.Name ?? "",
            Version = started.Version,
            Status = OrchestrationStatus.Pending,
            CreatedAt = started.Timestamp,
            UpdatedAt = started.Timestamp,
            ScheduledAt = startAt,
            Generation = started.Generation,
            Parent = EventJson.WritePart(started.ParentInstance),
            Tags = EventJson.WritePart(started.Tags),
        };
        return new Outgoing(
            new Message(instance.InstanceId, instance.ExecutionId, started, startAt, sequences.Next()),
            EventJson.Write(started),
            new NewInstance(row, started.Input));
    }

    /// <summary>
    /// When a delayed signal is due. DurableTask.Core sends one back that comes too early by the system's clock: by another clock, the
    /// delay is up when this provider says so.
    /// </summary>
    private DateTime Delay(EventRaisedEvent raised, DateTime due)
    {
        if (clock == TimeProvider.System)
        {
            return due;
        }

        try
        {
            var request = JObject.Parse(raised.Input);
            request.Remove("due");
            raised.Input = request.ToString(Formatting.None);
        }
        catch (JsonReaderException)
        {
            // No signal at all: the entity will say so.
        }

        return due;
    }

    // A time of unknown kind is UTC, as everything in a history is.
    private static DateTime Utc(DateTime time) =>
        time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
}
