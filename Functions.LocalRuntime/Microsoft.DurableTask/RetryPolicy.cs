namespace Microsoft.DurableTask;

/// <summary>Retries with exponential backoff. The delay before retry n (0, 1, ...) is firstRetryInterval × backoffCoefficient^n, at most maxRetryInterval.</summary>
public class RetryPolicy
{
    /// <summary>A policy.</summary>
    /// <param name="maxNumberOfAttempts">At least 1, the first try included.</param>
    /// <param name="firstRetryInterval">More than zero.</param>
    /// <param name="backoffCoefficient">At least 1.</param>
    /// <param name="maxRetryInterval">At least firstRetryInterval; 1 hour when left out.</param>
    /// <param name="retryTimeout">No retry starts later than this after the first try; none when left out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    public RetryPolicy(int maxNumberOfAttempts, TimeSpan firstRetryInterval, double backoffCoefficient = 1.0, TimeSpan? maxRetryInterval = null, TimeSpan? retryTimeout = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxNumberOfAttempts);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(firstRetryInterval, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(backoffCoefficient, 1.0);
        ThrowIfShorter(maxRetryInterval, firstRetryInterval, nameof(maxRetryInterval));
        ThrowIfShorter(retryTimeout, firstRetryInterval, nameof(retryTimeout));
        MaxNumberOfAttempts = maxNumberOfAttempts;
        FirstRetryInterval = firstRetryInterval;
        BackoffCoefficient = backoffCoefficient;
        MaxRetryInterval = maxRetryInterval ?? TimeSpan.FromHours(1);
        RetryTimeout = retryTimeout ?? Timeout.InfiniteTimeSpan;
    }

    /// <summary>Tries in all.</summary>
    public int MaxNumberOfAttempts { get; }

    /// <summary>The delay before the first retry.</summary>
    public TimeSpan FirstRetryInterval { get; }

    /// <summary>How the delay grows.</summary>
    public double BackoffCoefficient { get; }

    /// <summary>The longest delay.</summary>
    public TimeSpan MaxRetryInterval { get; }

    /// <summary>When retrying ends; infinite for never.</summary>
    public TimeSpan RetryTimeout { get; }

    /// <summary>Whether a failure is retried; every one when left out.</summary>
    public Func<TaskFailureDetails, bool> HandleFailure
    {
        init => Handles = value;
    }

    internal Func<TaskFailureDetails, bool> Handles { get; private init; } = _ => true;

    private static void ThrowIfShorter(TimeSpan? value, TimeSpan least, string name)
    {
        if (value is { } given && given != Timeout.InfiniteTimeSpan && given < least)
        {
            throw new ArgumentOutOfRangeException(name, value, "The interval must be at least the first retry interval.");
        }
    }
}
