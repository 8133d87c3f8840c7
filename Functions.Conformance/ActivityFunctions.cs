using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;


namespace Functions.Conformance;

public static class ActivityFunctions
{
    [Function(nameof(FanOut))]
    public static async Task<int[]> FanOut([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var numbers = context.GetInput<int[]>()!;
        var first = await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), numbers[0]);
        return await Task.WhenAll(
            numbers.Skip(1).Select(number => context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), number * first / 2)));
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
    public static Task<int> CallBadlySpelled([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<int>("tWICE", context.GetInput<int>());

    [Function(nameof(CatchFailure))]
    public static async Task<Failure> CatchFailure([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);
        try
        {
            await context.CallActivityAsync(nameof(SharedFunctions.Explode), context.GetInput<string>());
        }
        catch (Microsoft.DurableTask.TaskFailedException failed)
        {
            var details = failed.FailureDetails;
            return new Failure(
                failed.TaskName, failed.TaskId, failed.Message, details.ErrorType, details.ErrorMessage,
                details.IsCausedBy<InvalidOperationException>(), details.IsCausedBy<SystemException>(),
                details.IsCausedBy<ArgumentException>(), failed.InnerException?.GetType().FullName);
        }

        throw new InvalidOperationException("The activity should have failed.");
    }

    [Function(nameof(LetFail))]
    public static Task LetFail([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync(nameof(SharedFunctions.Explode), context.GetInput<string>());

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
