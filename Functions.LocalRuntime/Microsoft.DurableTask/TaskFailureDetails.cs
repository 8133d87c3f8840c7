using DurableEntities = Microsoft.DurableTask.Entities;

namespace Microsoft.DurableTask;

/// <summary>An exception as the durable history keeps it.</summary>
/// <param name="ErrorType">The exception type's full name.</param>
/// <param name="ErrorMessage">Its message.</param>
/// <param name="StackTrace">Its stack trace.</param>
/// <param name="InnerFailure">Its cause.</param>
/// <param name="Properties">Not used by this runtime.</param>
public record TaskFailureDetails(
    string ErrorType, string ErrorMessage, string? StackTrace, TaskFailureDetails? InnerFailure, IDictionary<string, object?>? Properties)
{
    /// <summary>Details of an exception and its causes.</summary>
    public static TaskFailureDetails FromException(Exception exception) => new(
        exception.GetType().FullName!,
        exception.Message,
        exception.StackTrace,
        exception switch
        {
            TaskFailedException failed => failed.FailureDetails,
            DurableEntities.EntityOperationFailedException failed => failed.FailureDetails,
            _ => exception.InnerException is { } inner ? FromException(inner) : null,
        },
        Properties: null);

    /// <summary>Whether the outermost failure is of a type, or of one derived from it.</summary>
    public bool IsCausedBy<T>() where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Whether the outermost failure is of a type, or of one derived from it.</summary>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        var type = Type.GetType(ErrorType, throwOnError: false)
            ?? AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(ErrorType, throwOnError: false)).FirstOrDefault(found => found is not null);
        return type is not null && targetBaseExceptionType.IsAssignableFrom(type);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";
}
