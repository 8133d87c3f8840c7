namespace Microsoft.DurableTask;

/// <summary>Decides whether a failed call is tried again.</summary>
public delegate bool RetryHandler(RetryContext retryContext);

/// <summary>Decides whether a failed call is tried again; may wait for a durable timer.</summary>
public delegate Task<bool> AsyncRetryHandler(RetryContext retryContext);

/// <summary>What a retry handler knows.</summary>
/// <param name="OrchestrationContext">The orchestration.</param>
/// <param name="LastAttemptNumber">1 after the first try.</param>
/// <param name="LastFailure">Why the last try failed.</param>
/// <param name="TotalRetryTime">Since the first try began.</param>
/// <param name="CancellationToken">Not used by this runtime.</param>
public record RetryContext(
    TaskOrchestrationContext OrchestrationContext, int LastAttemptNumber, TaskFailureDetails LastFailure, TimeSpan TotalRetryTime, CancellationToken CancellationToken);
