namespace Microsoft.DurableTask.Entities;

/// <summary>An entity's code.</summary>
public interface ITaskEntity
{
    /// <summary>Runs one operation.</summary>
    ValueTask<object?> RunAsync(TaskEntityOperation operation);
}
