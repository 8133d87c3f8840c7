using DurableTask.Core;
using DurableTask.Core.Exceptions;
using DurableTask.Core.History;

namespace DurableTask.Sqlite.Storage;

/// <summary>What is said of a start that cannot be, because its id is in use or not allowed.</summary>
internal static class Refusals
{
    public static string IdInUse(string id) => $"An Orchestration instance with the ID {id} already exists.";

    public static string EntityId(string id) => $"The instance id {id} is not allowed: ids that begin with '@' are those of entities.";

    /// <summary>The answer to the caller; null where nobody waits for one.</summary>
    public static Outgoing? Of(Outgoing outgoing)
    {
        if (outgoing.Message.Event is not ExecutionStartedEvent { ParentInstance: { } parent } started
            || started.Tags?.ContainsKey(OrchestrationTags.FireAndForget) == true)
        {
            return null;
        }

        var id = outgoing.Message.Target;
        var (reason, type) = InstanceRow.IsEntity(id)
            ? (EntityId(id), typeof(ArgumentException))
            : (IdInUse(id), typeof(OrchestrationAlreadyExistsException));
        var failure = new FailureDetails(type.FullName!, reason, stackTrace: null, innerFailure: null, isNonRetriable: false);
        var refused = new SubOrchestrationInstanceFailedEvent(-1, parent.TaskScheduleId, reason, details: null, failure);
        var caller = parent.OrchestrationInstance;
        var message = new Message(caller.InstanceId, caller.ExecutionId, refused, null, outgoing.Message.Sequence);
        return new Outgoing(message, EventJson.Write(refused));
    }
}
