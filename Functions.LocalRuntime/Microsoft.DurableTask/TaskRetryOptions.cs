namespace Microsoft.DurableTask;

/// <summary>A retry policy or a retry handler.</summary>
public sealed class TaskRetryOptions
{
    /// <summary>Retries by a policy.</summary>
    public TaskRetryOptions(RetryPolicy policy) => Policy = policy;

    /// <summary>Retries as a handler decides.</summary>
    public TaskRetryOptions(AsyncRetryHandler handler) => Handler = handler;

    /// <summary>The policy; null with a handler.</summary>
    public RetryPolicy? Policy { get; }

    /// <summary>The handler; null with a policy.</summary>
    public AsyncRetryHandler? Handler { get; }

    /// <summary>Retries by a policy.</summary>
    public static implicit operator TaskRetryOptions(RetryPolicy policy) => new(policy);

    /// <summary>Retries as a handler decides.</summary>
    public static TaskRetryOptions FromRetryHandler(RetryHandler handler) => new(context => Task.FromResult(handler(context)));
}
