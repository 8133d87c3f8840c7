namespace Microsoft.DurableTask.Entities;

/// <summary>An entity's state during an operation.</summary>
public abstract class TaskEntityState
{
    /// <summary>Whether there is one.</summary>
    public abstract bool HasState { get; }

    /// <summary>The state; null when there is none.</summary>
    public abstract object? GetState(Type type);

    /// <summary>Sets the state; null deletes the entity.</summary>
    public abstract void SetState(object? state);
}
