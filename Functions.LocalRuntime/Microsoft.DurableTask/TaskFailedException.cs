namespace Microsoft.DurableTask;

/// <summary>An activity or sub-orchestration failed.</summary>
public sealed class TaskFailedException : Exception
{
    /// <summary>A failure with its details.</summary>
    public TaskFailedException(string taskName, int taskId, TaskFailureDetails failureDetails)
        : base($"Task '{taskName}' (#{taskId}) failed with an unhandled exception: {failureDetails.ErrorMessage}") =>
        (TaskName, TaskId, FailureDetails) = (taskName, taskId, failureDetails);

    /// <summary>The function that failed.</summary>
    public string TaskName { get; }

    /// <summary>The call's place among the orchestration's actions.</summary>
    public int TaskId { get; }

    /// <summary>What it threw.</summary>
    public TaskFailureDetails FailureDetails { get; }
}
