using Microsoft.DurableTask;

namespace DurableTask.Core.Exceptions;

/// <summary>The inner exception of a failed activity's <see cref="Microsoft.DurableTask.TaskFailedException"/>, in place of the activity's own.</summary>
internal sealed class TaskFailedException(TaskFailureDetails failure) : Exception(failure.ErrorMessage)
{
    public TaskFailureDetails FailureDetails => failure;
}
