using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Tests.Conformance;

public sealed class RetryTests : ConformanceTest
{
    [Theory, OnEachRuntime]
    public async Task A_policy_retries_until_it_succeeds(string runtime) =>
        Assert.Equal(3, await RunAsync<int>(runtime, nameof(RetryFunctions.RetryWithPolicy), new RetryFunctions.Order(NewId(), Succeeds: 3, Attempts: 5)));

    [Theory, OnEachRuntime]
    public async Task The_number_of_attempts_counts_the_first(string runtime)
    {
        var key = NewId();

        var output = await FailAsync(runtime, nameof(RetryFunctions.RetryWithPolicy), new RetryFunctions.Order(key, Succeeds: 10, Attempts: 3));

        Assert.Equal(3, Journal.CountOf(key));
        Assert.EndsWith("attempt 3", output, StringComparison.Ordinal);
    }

    [Theory, OnEachRuntime]
    public async Task There_is_a_delay_before_each_retry(string runtime)
    {
        // 1, 2 and 2 seconds of the orchestration's time; a timer of Azure Storage may be a second early.
        var elapsed = await RunAsync<TimeSpan>(runtime, nameof(RetryFunctions.MeasureRetries), NewId());

        Assert.InRange(elapsed, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(25));
    }

    [Theory, OnEachRuntime]
    public async Task A_failure_that_the_policy_does_not_handle_is_not_retried(string runtime)
    {
        var key = NewId();

        Assert.EndsWith("attempt 1", await FailAsync(runtime, nameof(RetryFunctions.RetryOtherFailures), key), StringComparison.Ordinal);
        Assert.Equal(1, Journal.CountOf(key));
    }

    [Theory, OnEachRuntime]
    public async Task A_handler_of_failures_that_throws_stops_the_retries(string runtime)
    {
        var key = NewId();

        Assert.EndsWith("attempt 1", await FailAsync(runtime, nameof(RetryFunctions.RetryWithThrowingHandler), key), StringComparison.Ordinal);
        Assert.Equal(1, Journal.CountOf(key));
    }

    [Theory, OnEachRuntime]
    public async Task There_is_no_retry_once_the_time_is_over(string runtime)
    {
        var key = NewId();

        await FailAsync(runtime, nameof(RetryFunctions.RetryForAWhile), key);

        Assert.InRange(Journal.CountOf(key), 2, 6);
    }

    [Theory, OnEachRuntime]
    public async Task A_retry_handler_is_told_of_the_attempt_and_the_failure_and_decides(string runtime)
    {
        var key = NewId();

        Assert.Equal("1 attempt 1 TimeoutException;2 attempt 2 TimeoutException;3 attempt 3 TimeoutException;", await RunAsync<string>(runtime, nameof(RetryFunctions.RetryWithHandler), key));
        Assert.Equal(3, Journal.CountOf(key));
    }

    [Theory, OnEachRuntime]
    public async Task A_retry_handler_may_wait_durably(string runtime) => Assert.Equal(3, await RunAsync<int>(runtime, nameof(RetryFunctions.RetryWithWaitingHandler), NewId()));

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
        Assert.Equal((1.0, TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan), (defaults.BackoffCoefficient, defaults.MaxRetryInterval, defaults.RetryTimeout));
    }
}

public static class RetryFunctions
{
    private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(1);

    [Function(nameof(RetryWithPolicy))]
    public static Task<int> RetryWithPolicy([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var order = context.GetInput<Order>()!;
        return TryAsync(context, order.Key, order.Succeeds, TaskOptions.FromRetryPolicy(new RetryPolicy(order.Attempts, s_moment)));
    }

    [Function(nameof(MeasureRetries))]
    public static async Task<TimeSpan> MeasureRetries([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var begun = context.CurrentUtcDateTime;
        var policy = new RetryPolicy(4, TimeSpan.FromSeconds(1), backoffCoefficient: 3, maxRetryInterval: TimeSpan.FromSeconds(2));
        await TryAsync(context, context.GetInput<string>()!, 4, TaskOptions.FromRetryPolicy(policy));
        return context.CurrentUtcDateTime - begun;
    }

    [Function(nameof(RetryOtherFailures))]
    public static Task<int> RetryOtherFailures([OrchestrationTrigger] TaskOrchestrationContext context) => TryAsync(
        context, context.GetInput<string>()!, 3, TaskOptions.FromRetryPolicy(new RetryPolicy(5, s_moment) { HandleFailure = failure => !failure.IsCausedBy<TimeoutException>() }));

    [Function(nameof(RetryWithThrowingHandler))]
    public static Task<int> RetryWithThrowingHandler([OrchestrationTrigger] TaskOrchestrationContext context) => TryAsync(
        context, context.GetInput<string>()!, 3, TaskOptions.FromRetryPolicy(new RetryPolicy(5, s_moment) { HandleFailure = _ => throw new InvalidOperationException("undecided") }));

    [Function(nameof(RetryForAWhile))]
    public static Task<int> RetryForAWhile([OrchestrationTrigger] TaskOrchestrationContext context) => TryAsync(
        context, context.GetInput<string>()!, 1000, TaskOptions.FromRetryPolicy(new RetryPolicy(1000, TimeSpan.FromSeconds(1), retryTimeout: TimeSpan.FromSeconds(2))));

    [Function(nameof(RetryWithHandler))]
    public static async Task<string> RetryWithHandler([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var told = new SortedDictionary<int, string>();
        try
        {
            await TryAsync(context, context.GetInput<string>()!, 10, TaskOptions.FromRetryHandler(retry =>
            {
                told[retry.LastAttemptNumber] = $"{retry.LastAttemptNumber} {retry.LastFailure.ErrorMessage} {retry.LastFailure.ErrorType.Split('.')[^1]};";
                return retry.LastAttemptNumber < 3;
            }));
        }
        catch (Microsoft.DurableTask.TaskFailedException)
        {
            return string.Concat(told.Values);
        }

        throw new InvalidOperationException("The handler should have given up.");
    }

    [Function(nameof(RetryWithWaitingHandler))]
    public static Task<int> RetryWithWaitingHandler([OrchestrationTrigger] TaskOrchestrationContext context) => TryAsync(
        context, context.GetInput<string>()!, 3, TaskOptions.FromRetryHandler(async retry =>
        {
            await context.CreateTimer(s_moment, CancellationToken.None);
            return retry.LastFailure.IsCausedBy<TimeoutException>();
        }));

    private static Task<int> TryAsync(TaskOrchestrationContext context, string key, int succeeds, TaskOptions options) =>
        context.CallActivityAsync<int>(nameof(SharedFunctions.FailUntil), new SharedFunctions.Trial(key, succeeds), options);

    public sealed record Order(string Key, int Succeeds, int Attempts);
}
