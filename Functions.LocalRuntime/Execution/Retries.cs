using Microsoft.DurableTask;

namespace Functions.LocalRuntime.Execution;

/// <summary>Durable retries, with the arithmetic of the Durable Task SDK.</summary>
internal static class Retries
{
    public static Task<T> RunAsync<T>(OrchestrationContext context, TaskOptions? options, Func<Task<T>> call)
    {
        var begun = context.CurrentUtcDateTime;
        return options?.Retry switch
        {
            { Policy: { } policy } => RunAsync(call, (attempt, failure) => WaitAsync(context, policy, begun, attempt, failure)),
            { Handler: { } handler } => RunAsync(call, (attempt, failure) =>
                handler(new RetryContext(context, attempt, failure, context.CurrentUtcDateTime - begun, CancellationToken.None))),
            _ => call(),
        };
    }

    private static async Task<T> RunAsync<T>(Func<Task<T>> call, Func<int, TaskFailureDetails, Task<bool>> again)
    {
        for (var attempt = 1; ; attempt++)
        {
            TaskFailedException failed;
            try
            {
                return await call();
            }
            catch (TaskFailedException exception)
            {
                failed = exception;
            }

            if (!await again(attempt, failed.FailureDetails))
            {
                throw failed;
            }
        }
    }

    /// <summary>Waits as the policy says.</summary>
    /// <returns>Whether it is tried again.</returns>
    private static async Task<bool> WaitAsync(OrchestrationContext context, RetryPolicy policy, DateTime begun, int attempt, TaskFailureDetails failure)
    {
        var overdue = policy.RetryTimeout != Timeout.InfiniteTimeSpan && context.CurrentUtcDateTime >= begun + policy.RetryTimeout;
        if (overdue || !Handles(policy, failure))
        {
            return false;
        }

        // The SDK schedules a timer that is due at once even after the last attempt.
        var last = attempt >= policy.MaxNumberOfAttempts;
        await context.CreateTimer(context.CurrentUtcDateTime + (last ? TimeSpan.Zero : DelayOf(policy, attempt - 1)), CancellationToken.None);
        return !last;
    }

    private static TimeSpan DelayOf(RetryPolicy policy, int retry)
    {
        var milliseconds = policy.FirstRetryInterval.TotalMilliseconds * Math.Pow(policy.BackoffCoefficient, retry);
        return milliseconds < policy.MaxRetryInterval.TotalMilliseconds ? TimeSpan.FromMilliseconds(milliseconds) : policy.MaxRetryInterval;
    }

    private static bool Handles(RetryPolicy policy, TaskFailureDetails failure)
    {
        try
        {
            return policy.Handles(failure);
        }
        catch (Exception)
        {
            // A handler that throws stops the retries, as in the SDK.
            return false;
        }
    }
}
