namespace Microsoft.DurableTask;

/// <summary>How an activity or sub-orchestration is called.</summary>
public record TaskOptions
{
    /// <summary>Calls with a retry policy or handler, or without.</summary>
    public TaskOptions(TaskRetryOptions? retry) => Retry = retry;

    /// <summary>The same as others.</summary>
    public TaskOptions(TaskOptions options) => Retry = options.Retry;

    /// <summary>When and how a failure is retried; null for never.</summary>
    public TaskRetryOptions? Retry { get; init; }

    /// <summary>Options with a retry policy.</summary>
    public static TaskOptions FromRetryPolicy(RetryPolicy policy) => new(new TaskRetryOptions(policy));

    /// <summary>Options with a retry handler.</summary>
    public static TaskOptions FromRetryHandler(RetryHandler handler) => new(TaskRetryOptions.FromRetryHandler(handler));

    /// <summary>Options with an asynchronous retry handler.</summary>
    public static TaskOptions FromRetryHandler(AsyncRetryHandler handler) => new(new TaskRetryOptions(handler));

    /// <summary>The same options for a sub-orchestration of a given instance id.</summary>
    public SubOrchestrationOptions WithInstanceId(string instanceId) => new(this, instanceId);
}
