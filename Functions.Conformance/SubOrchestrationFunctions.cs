using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;


namespace Functions.Conformance;

public sealed class SubOrchestrationFunctions(Journal journal)
{
    [Function(nameof(CallChild))]
    public static Task<string> CallChild([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(nameof(TellParent), context.GetInput<string>());

    [Function(nameof(TellParent))]
    public static Task<string> TellParent([OrchestrationTrigger] TaskOrchestrationContext context) =>
        Task.FromResult(
            $"{context.GetInput<string>()} of {(context.Parent is { } parent ? $"{parent.Name} {parent.InstanceId}" : "nobody")}");

    [Function(nameof(CallChildById))]
    public static Task<string> CallChildById([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(
            nameof(TellId), null, new TaskOptions((TaskRetryOptions?)null).WithInstanceId(context.GetInput<string>()!));

    [Function(nameof(TellId))]
    public static Task<string> TellId([OrchestrationTrigger] TaskOrchestrationContext context) => Task.FromResult(context.InstanceId);

    [Function(nameof(CallChildWithoutId))]
    public static Task<string> CallChildWithoutId([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(nameof(TellId));

    [Function(nameof(TellFailure))]
    public static Task TellFailure([OrchestrationTrigger] TaskOrchestrationContext context) =>
        throw new FormatException(context.GetInput<string>());

    [Function(nameof(CatchChildFailure))]
    public static async Task<string> CatchChildFailure([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        try
        {
            await context.CallSubOrchestratorAsync(nameof(TellFailure), context.GetInput<string>());
            return "nothing was thrown";
        }
        catch (Microsoft.DurableTask.TaskFailedException failed)
        {
            return $"{failed.TaskName}#{failed.TaskId}|{failed.Message}|{failed.FailureDetails.ErrorType}|"
                + (failed.InnerException?.GetType().FullName ?? "no inner exception");
        }
    }

    [Function(nameof(RetryChild))]
    public static Task<string> RetryChild([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(
            nameof(FailTwice), context.GetInput<string>(), TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(1))));

    [Function(nameof(FailTwice))]
    public static async Task<string> FailTwice([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var attempt = await context.CallActivityAsync<int>(nameof(CountChild), new[] { context.GetInput<string>()!, context.InstanceId });
        return attempt >= 3 ? context.InstanceId : throw new TimeoutException($"attempt {attempt}");
    }

    [Function(nameof(CountChild))]
    public int CountChild([ActivityTrigger] string[] keyAndId)
    {
        journal.Count($"{keyAndId[0]} {keyAndId[1]}");
        return journal.Count(keyAndId[0]);
    }

    [Function(nameof(CallManyChildren))]
    public static Task<string[]> CallManyChildren([OrchestrationTrigger] TaskOrchestrationContext context) => Task.WhenAll(
        Enumerable.Range(0, context.GetInput<int>())
            .Select(number => context.CallSubOrchestratorAsync<string>(nameof(SharedFunctions.ReturnInput), $"{number}")));
}
