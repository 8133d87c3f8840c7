namespace Microsoft.DurableTask.Entities;

/// <summary>Entities as an orchestrator reaches them.</summary>
public abstract class TaskOrchestrationEntityFeature
{
    /// <summary>Calls an operation and waits for its result.</summary>
    /// <exception cref="EntityOperationFailedException">It failed.</exception>
    public abstract Task<TResult> CallEntityAsync<TResult>(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null);

    /// <summary>Calls an operation and waits for its end.</summary>
    /// <exception cref="EntityOperationFailedException">It failed.</exception>
    public abstract Task CallEntityAsync(EntityInstanceId id, string operationName, object? input = null, CallEntityOptions? options = null);

    /// <summary>Sends an operation without waiting.</summary>
    public abstract Task SignalEntityAsync(EntityInstanceId id, string operationName, object? input = null, SignalEntityOptions? options = null);
}
