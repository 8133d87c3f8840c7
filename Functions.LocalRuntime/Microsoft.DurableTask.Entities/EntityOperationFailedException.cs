namespace Microsoft.DurableTask.Entities;

/// <summary>An entity's operation failed.</summary>
public sealed class EntityOperationFailedException : Exception
{
    /// <summary>A failure with its details.</summary>
    public EntityOperationFailedException(EntityInstanceId entityId, string operationName, TaskFailureDetails failureDetails)
        : base($"Operation '{operationName}' of entity '{entityId}' failed: {failureDetails.ErrorMessage}") =>
        (EntityId, OperationName, FailureDetails) = (entityId, operationName, failureDetails);

    /// <summary>The entity.</summary>
    public EntityInstanceId EntityId { get; }

    /// <summary>The operation.</summary>
    public string OperationName { get; }

    /// <summary>What it threw.</summary>
    public TaskFailureDetails FailureDetails { get; }
}
