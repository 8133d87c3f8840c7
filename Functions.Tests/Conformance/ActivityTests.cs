using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Tests.Conformance;

public sealed class ActivityTests : ConformanceTest
{
    [Theory, OnEachRuntime]
    public async Task They_run_in_sequence_and_in_parallel(string runtime) =>
        Assert.Equal(new[] { 4, 6, 8, 10 }, await RunAsync<int[]>(runtime, nameof(ActivityFunctions.FanOut), new[] { 1, 2, 3, 4, 5 }));

    [Theory, OnEachRuntime]
    public async Task The_first_of_several_can_be_awaited(string runtime) => Assert.Equal("activity", await RunAsync<string>(runtime, nameof(ActivityFunctions.Race)));

    [Theory, OnEachRuntime]
    public async Task Names_ignore_case(string runtime) => Assert.Equal(14, await RunAsync<int>(runtime, nameof(ActivityFunctions.CallBadlySpelled), 7));

    [Theory, OnEachRuntime]
    public async Task A_failure_names_the_task_and_carries_the_exception_as_details(string runtime)
    {
        var failure = await RunAsync<Failure>(runtime, nameof(ActivityFunctions.CatchFailure), "boom");

        Assert.Equal(nameof(SharedFunctions.Explode), failure.TaskName);
        Assert.Equal(1, failure.TaskId);
        Assert.Equal("Task 'Explode' (#1) failed with an unhandled exception: boom", failure.Message);
        Assert.Equal("System.InvalidOperationException", failure.ErrorType);
        Assert.Equal("boom", failure.ErrorMessage);
        Assert.True(failure.IsInvalidOperation, "IsCausedBy its own type");
        Assert.True(failure.IsSystemException, "IsCausedBy a base type");
        Assert.False(failure.IsArgumentException, "IsCausedBy looks at the outer type only");
        Assert.Equal("DurableTask.Core.Exceptions.TaskFailedException", failure.InnerExceptionType);
    }

    [Theory, OnEachRuntime]
    public async Task A_failure_that_escapes_fails_the_orchestration(string runtime) => Assert.Equal(
        "Microsoft.DurableTask.TaskFailedException: Task 'Explode' (#0) failed with an unhandled exception: ouch", await FailAsync(runtime, nameof(ActivityFunctions.LetFail), "ouch"));

    [Theory, OnEachRuntime]
    public async Task All_end_before_the_first_of_several_failures_is_thrown(string runtime)
    {
        var key = NewId();

        Assert.Equal("Task 'Explode' (#0) failed with an unhandled exception: first", await RunAsync<string>(runtime, nameof(ActivityFunctions.FailTogether), key));
        Assert.Equal(1, Journal.CountOf(key));
    }

    [Theory, OnEachRuntime]
    public async Task The_call_of_one_that_does_not_exist_fails(string runtime) =>
        Assert.StartsWith("Microsoft.DurableTask.TaskFailedException: Task 'NoSuchActivity' (#0) failed", await FailAsync(runtime, nameof(ActivityFunctions.CallNobody)), StringComparison.Ordinal);

    [Theory, OnEachRuntime]
    public async Task They_may_be_asynchronous_and_get_their_services(string runtime)
    {
        var key = NewId();

        Assert.Equal(new[] { 1, 2 }, await RunAsync<int[]>(runtime, nameof(ActivityFunctions.CountTwice), key));
        Assert.Equal(2, Journal.CountOf(key));
    }

    public sealed record Failure(
        string TaskName, int TaskId, string Message, string ErrorType, string ErrorMessage, bool IsInvalidOperation, bool IsSystemException, bool IsArgumentException, string? InnerExceptionType);
}

public static class ActivityFunctions
{
    [Function(nameof(FanOut))]
    public static async Task<int[]> FanOut([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var numbers = context.GetInput<int[]>()!;
        var first = await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), numbers[0]);
        return await Task.WhenAll(numbers.Skip(1).Select(number => context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), number * first / 2)));
    }

    [Function(nameof(Race))]
    public static async Task<string> Race([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        using var cancellation = new CancellationTokenSource();
        var timer = context.CreateTimer(TimeSpan.FromHours(1), cancellation.Token);
        var activity = context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);
        var winner = await Task.WhenAny(timer, activity);
        cancellation.Cancel();
        return winner == activity ? "activity" : "timer";
    }

    [Function(nameof(CallBadlySpelled))]
    public static Task<int> CallBadlySpelled([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync<int>("tWICE", context.GetInput<int>());

    [Function(nameof(CatchFailure))]
    public static async Task<ActivityTests.Failure> CatchFailure([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);
        try
        {
            await context.CallActivityAsync(nameof(SharedFunctions.Explode), context.GetInput<string>());
        }
        catch (Microsoft.DurableTask.TaskFailedException failed)
        {
            var details = failed.FailureDetails;
            return new ActivityTests.Failure(
                failed.TaskName, failed.TaskId, failed.Message, details.ErrorType, details.ErrorMessage, details.IsCausedBy<InvalidOperationException>(),
                details.IsCausedBy<SystemException>(), details.IsCausedBy<ArgumentException>(), failed.InnerException?.GetType().FullName);
        }

        throw new InvalidOperationException("The activity should have failed.");
    }

    [Function(nameof(LetFail))]
    public static Task LetFail([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync(nameof(SharedFunctions.Explode), context.GetInput<string>());

    [Function(nameof(FailTogether))]
    public static async Task<string> FailTogether([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var counting = context.GetInput<string>()!;
        var first = context.CallActivityAsync(nameof(SharedFunctions.Explode), "first");
        var second = FailAfterAsync(first);
        var third = context.CallActivityAsync<int>(nameof(SharedFunctions.Count), counting);
        try
        {
            await Task.WhenAll(first, second, third);
            return "nothing was thrown";
        }
        catch (Microsoft.DurableTask.TaskFailedException failed)
        {
            return first.IsFaulted && second.IsFaulted && third.IsCompletedSuccessfully ? failed.Message : "not all had ended";
        }

        // Of activities that run together either may end first, and that one's exception is what WhenAll throws.
        async Task FailAfterAsync(Task other)
        {
            await Task.WhenAny(other);
            await context.CallActivityAsync(nameof(SharedFunctions.Explode), "second");
        }
    }

    [Function(nameof(CallNobody))]
    public static Task CallNobody([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallActivityAsync("NoSuchActivity");

    [Function(nameof(CountTwice))]
    public static async Task<int[]> CountTwice([OrchestrationTrigger] TaskOrchestrationContext context) =>
    [
        await context.CallActivityAsync<int>(nameof(SharedFunctions.Count), context.GetInput<string>()),
        await context.CallActivityAsync<int>(nameof(AsynchronousActivity.CountSlowly), context.GetInput<string>()),
    ];
}

public sealed class AsynchronousActivity(Journal journal)
{
    [Function(nameof(CountSlowly))]
    public async Task<int> CountSlowly([ActivityTrigger] string key, FunctionContext context)
    {
        await Task.Delay(1, context.CancellationToken);
        return journal.Count(key);
    }
}
