using CoreExceptions = DurableTask.Core.Exceptions;

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
    public static TaskFailureDetails FromException(Exception exception) => exception is CoreExceptions.TaskFailedException failed
        ? failed.FailureDetails
        : new TaskFailureDetails(
            exception.GetType().ToString(), exception.Message, exception.StackTrace, exception.InnerException is { } inner ? FromException(inner) : null, Properties: null);

    /// <summary>Whether the outermost failure is of a type, or of one derived from it.</summary>
    public bool IsCausedBy<T>() where T : Exception => IsCausedBy(typeof(T));

    /// <summary>Whether the outermost failure is of a type, or of one derived from it.</summary>
    /// <exception cref="ArgumentException"><paramref name="targetBaseExceptionType"/> is not an exception's type.</exception>
    public bool IsCausedBy(Type targetBaseExceptionType)
    {
        if (!typeof(Exception).IsAssignableFrom(targetBaseExceptionType))
        {
            throw new ArgumentException($"The type {targetBaseExceptionType} is not an exception type.", nameof(targetBaseExceptionType));
        }

        var type = Type.GetType(ErrorType, throwOnError: false)
            ?? targetBaseExceptionType.Assembly.GetType(ErrorType, throwOnError: false)
            ?? AppDomain.CurrentDomain.GetAssemblies().Select(assembly => assembly.GetType(ErrorType, throwOnError: false)).FirstOrDefault(found => found is not null);
        return type is not null && targetBaseExceptionType.IsAssignableFrom(type);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{ErrorType}: {ErrorMessage}";
}
