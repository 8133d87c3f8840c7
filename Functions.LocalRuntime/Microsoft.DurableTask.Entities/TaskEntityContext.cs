namespace Microsoft.DurableTask.Entities;

/// <summary>What an entity's operation may do; it takes effect when the operation has succeeded.</summary>
public abstract class TaskEntityContext
{
    /// <summary>The entity.</summary>
    public abstract EntityInstanceId Id { get; }

    /// <summary>Sends an operation to an entity.</summary>
    public abstract void SignalEntity(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null);

    /// <summary>Starts an orchestration.</summary>
    /// <returns>Its instance id.</returns>
    public abstract string ScheduleNewOrchestration(TaskName name, object? input = null, StartOrchestrationOptions? options = null);
}
