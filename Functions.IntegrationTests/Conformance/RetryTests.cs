using Functions.Conformance;
using Microsoft.DurableTask;


namespace Functions.IntegrationTests.Conformance;

public sealed class RetryTests : ConformanceTest
{
    [Conformance]
    public async Task A_policy_retries_until_it_succeeds(string runtime) =>
        Assert.Equal(
            3,
            await RunAsync<int>(
                runtime, nameof(RetryFunctions.RetryWithPolicy), new RetryFunctions.Order(NewId(), Succeeds: 3, Attempts: 5)));

    [Conformance]
    public async Task The_number_of_attempts_counts_the_first(string runtime)
    {
        var key = NewId();

        var output = await FailAsync(
            runtime, nameof(RetryFunctions.RetryWithPolicy), new RetryFunctions.Order(key, Succeeds: 10, Attempts: 3));

        Assert.Equal(3, await CountOfAsync(runtime, key));
        Assert.EndsWith("attempt 3", output, StringComparison.Ordinal);
    }

    [Conformance]
    public async Task There_is_a_delay_before_each_retry(string runtime)
    {
        // 1, 2 and 2 seconds of the orchestration's time; a timer of Azure Storage may be a second early.
        var elapsed = await RunAsync<TimeSpan>(runtime, nameof(RetryFunctions.MeasureRetries), NewId());

        Assert.InRange(elapsed, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(25));
    }

    [Conformance]
    public async Task A_failure_that_the_policy_does_not_handle_is_not_retried(string runtime)
    {
        var key = NewId();

        Assert.EndsWith("attempt 1", await FailAsync(runtime, nameof(RetryFunctions.RetryOtherFailures), key), StringComparison.Ordinal);
        Assert.Equal(1, await CountOfAsync(runtime, key));
    }

    [Conformance]
    public async Task A_handler_of_failures_that_throws_stops_the_retries(string runtime)
    {
        var key = NewId();

        Assert.EndsWith(
            "attempt 1", await FailAsync(runtime, nameof(RetryFunctions.RetryWithThrowingHandler), key), StringComparison.Ordinal);
        Assert.Equal(1, await CountOfAsync(runtime, key));
    }

    [Conformance]
    public async Task There_is_no_retry_once_the_time_is_over(string runtime)
    {
        var key = NewId();

        await FailAsync(runtime, nameof(RetryFunctions.RetryForAWhile), key);

        Assert.InRange(await CountOfAsync(runtime, key), 2, 6);
    }

    [Conformance]
    public async Task A_retry_handler_is_told_of_the_attempt_and_the_failure_and_decides(string runtime)
    {
        var key = NewId();

        Assert.Equal(
            "1 attempt 1 TimeoutException;2 attempt 2 TimeoutException;3 attempt 3 TimeoutException;",
            await RunAsync<string>(runtime, nameof(RetryFunctions.RetryWithHandler), key));
        Assert.Equal(3, await CountOfAsync(runtime, key));
    }

    [Conformance]
    public async Task A_retry_handler_may_wait_durably(string runtime) =>
        Assert.Equal(3, await RunAsync<int>(runtime, nameof(RetryFunctions.RetryWithWaitingHandler), NewId()));

    [Fact]
    public void A_policy_that_makes_no_sense_is_refused()
    {
        var second = TimeSpan.FromSeconds(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(0, second));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, TimeSpan.Zero));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, 0.5));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, 1, second / 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RetryPolicy(1, second, 1, null, second / 2));
        var defaults = new RetryPolicy(1, second);
        Assert.Equal(
            (1.0, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan),
            (defaults.BackoffCoefficient, defaults.MaxRetryInterval, defaults.RetryTimeout));
    }
}
