using Microsoft.DurableTask;

namespace Functions.LocalRuntime.Execution;

/// <summary>Durable retries, with the arithmetic of the Durable Task SDK.</summary>
internal static class Retries
{
    public static Task<T> RunAsync<T>(OrchestrationContext context, TaskOptions? options, Func<Task<T>> call) => options?.Retry switch
    {
        { Policy: { } policy } => RunAsync(context, policy, call),
        { Handler: { } handler } => RunAsync(context, handler, call),
        _ => call(),
    };

    private static async Task<T> RunAsync<T>(OrchestrationContext context, RetryPolicy policy, Func<Task<T>> call)
    {
        var begun = context.CurrentUtcDateTime;
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

            var overdue = policy.RetryTimeout != Timeout.InfiniteTimeSpan && context.CurrentUtcDateTime >= begun + policy.RetryTimeout;
            if (overdue || !Handles(policy, failed.FailureDetails))
            {
                throw failed;
            }

            var last = attempt >= policy.MaxNumberOfAttempts;
            // The SDK schedules a timer that is due at once even after the last attempt.
            await context.CreateTimer(context.CurrentUtcDateTime + (last ? TimeSpan.Zero : DelayOf(policy, attempt - 1)), CancellationToken.None);
            if (last)
            {
                throw failed;
            }
        }
    }

    private static async Task<T> RunAsync<T>(OrchestrationContext context, AsyncRetryHandler handler, Func<Task<T>> call)
    {
        var begun = context.CurrentUtcDateTime;
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

            if (!await handler(new RetryContext(context, attempt, failed.FailureDetails, context.CurrentUtcDateTime - begun, CancellationToken.None)))
            {
                throw failed;
            }
        }
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
