using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;


namespace Functions.Conformance;

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
        context, context.GetInput<string>()!, 3,
        TaskOptions.FromRetryPolicy(new RetryPolicy(5, s_moment) { HandleFailure = failure => !failure.IsCausedBy<TimeoutException>() }));

    [Function(nameof(RetryWithThrowingHandler))]
    public static Task<int> RetryWithThrowingHandler([OrchestrationTrigger] TaskOrchestrationContext context) => TryAsync(
        context, context.GetInput<string>()!, 3,
        TaskOptions.FromRetryPolicy(
            new RetryPolicy(5, s_moment) { HandleFailure = _ => throw new InvalidOperationException("undecided") }));

    [Function(nameof(RetryForAWhile))]
    public static Task<int> RetryForAWhile([OrchestrationTrigger] TaskOrchestrationContext context) => TryAsync(
        context, context.GetInput<string>()!, 1000,
        TaskOptions.FromRetryPolicy(new RetryPolicy(1000, TimeSpan.FromSeconds(2), retryTimeout: TimeSpan.FromSeconds(3))));

    [Function(nameof(RetryWithHandler))]
    public static async Task<string> RetryWithHandler([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var told = new SortedDictionary<int, string>();
        try
        {
            await TryAsync(context, context.GetInput<string>()!, 10, TaskOptions.FromRetryHandler(retry =>
            {
                told[retry.LastAttemptNumber] =
                    $"{retry.LastAttemptNumber} {retry.LastFailure.ErrorMessage} {retry.LastFailure.ErrorType.Split('.')[^1]};";
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
