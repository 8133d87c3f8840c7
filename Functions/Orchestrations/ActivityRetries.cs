using Functions.Stores;
using Microsoft.DurableTask;

namespace Functions.Orchestrations;

/// <summary>Durable retry policies for activities.</summary>
internal static class ActivityRetries
{
    /// <summary>Retries every failure but a permanent one, until <paramref name="stop"/> says so.</summary>
    /// <param name="settings">Attempts and delays.</param>
    /// <param name="stop">Asked at each failure, on replay too: must be deterministic.</param>
    public static TaskOptions For(RetrySettings settings, Func<bool> stop) => TaskOptions.FromRetryPolicy(
        new RetryPolicy(settings.MaxAttempts, settings.FirstInterval, settings.BackoffCoefficient, settings.MaxInterval, settings.Deadline)
        {
            HandleFailure = failure => !stop() && !failure.IsCausedBy<PermanentStoreFailureException>(),
        });
}
