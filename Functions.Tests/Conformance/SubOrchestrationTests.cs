using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Tests.Conformance;

public sealed class SubOrchestrationTests : ConformanceTest
{
    [Theory, OnEachRuntime]
    public async Task It_returns_its_result_and_knows_its_parent(string runtime)
    {
        var id = await StartAsync(runtime, nameof(SubOrchestrationFunctions.CallChild), "word");

        Assert.Equal($"word of CallChild {id}", await EndAsync<string>(runtime, id));
    }

    [Theory, OnEachRuntime]
    public async Task One_that_a_client_started_has_no_parent(string runtime) =>
        Assert.Equal("word of nobody", await RunAsync<string>(runtime, nameof(SubOrchestrationFunctions.TellParent), "word"));

    [Theory, OnEachRuntime]
    public async Task It_gets_the_id_that_is_asked_for(string runtime)
    {
        var child = NewId();

        Assert.Equal(child, await RunAsync<string>(runtime, nameof(SubOrchestrationFunctions.CallChildById), child));
        Assert.Equal(child, (await (await ClientAsync(runtime)).GetInstanceAsync(child))!.InstanceId);
    }

    [Theory, OnEachRuntime]
    public async Task Its_id_is_else_the_next_guid_of_its_parent(string runtime) =>
        Assert.True(Guid.TryParseExact(await RunAsync<string>(runtime, nameof(SubOrchestrationFunctions.CallChildWithoutId)), "N", out _));

    [Theory, OnEachRuntime]
    public async Task A_failure_reaches_the_parent_with_details_and_no_inner_exception(string runtime) => Assert.Equal(
        "TellFailure#0|Task 'TellFailure' (#0) failed with an unhandled exception: inner trouble|System.FormatException|no inner exception",
        await RunAsync<string>(runtime, nameof(SubOrchestrationFunctions.CatchChildFailure), "inner trouble"));

    [Theory, OnEachRuntime]
    public async Task A_retried_one_keeps_its_id(string runtime)
    {
        var key = NewId();

        var ids = await RunAsync<string>(runtime, nameof(SubOrchestrationFunctions.RetryChild), key);

        Assert.Equal(3, Journal.CountOf(key));
        Assert.Equal(3, Journal.CountOf($"{key} {ids}"));
    }

    [Theory, OnEachRuntime]
    public async Task An_id_that_looks_like_an_entitys_is_refused(string runtime) =>
        Assert.StartsWith("System.ArgumentException: ", await FailAsync(runtime, nameof(SubOrchestrationFunctions.CallChildById), $"@{NewId()}"), StringComparison.Ordinal);

    [Theory, OnEachRuntime]
    public async Task Many_at_once_all_return(string runtime) =>
        Assert.Equal(Enumerable.Range(0, 20).Select(number => $"{number}"), await RunAsync<string[]>(runtime, nameof(SubOrchestrationFunctions.CallManyChildren), 20));
}

public sealed class SubOrchestrationFunctions(Journal journal)
{
    [Function(nameof(CallChild))]
    public static Task<string> CallChild([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(nameof(TellParent), context.GetInput<string>());

    [Function(nameof(TellParent))]
    public static Task<string> TellParent([OrchestrationTrigger] TaskOrchestrationContext context) =>
        Task.FromResult($"{context.GetInput<string>()} of {(context.Parent is { } parent ? $"{parent.Name} {parent.InstanceId}" : "nobody")}");

    [Function(nameof(CallChildById))]
    public static Task<string> CallChildById([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(nameof(TellId), null, new TaskOptions((TaskRetryOptions?)null).WithInstanceId(context.GetInput<string>()!));

    [Function(nameof(TellId))]
    public static Task<string> TellId([OrchestrationTrigger] TaskOrchestrationContext context) => Task.FromResult(context.InstanceId);

    [Function(nameof(CallChildWithoutId))]
    public static Task<string> CallChildWithoutId([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallSubOrchestratorAsync<string>(nameof(TellId));

    [Function(nameof(TellFailure))]
    public static Task TellFailure([OrchestrationTrigger] TaskOrchestrationContext context) => throw new FormatException(context.GetInput<string>());

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
            return $"{failed.TaskName}#{failed.TaskId}|{failed.Message}|{failed.FailureDetails.ErrorType}|{failed.InnerException?.GetType().FullName ?? "no inner exception"}";
        }
    }

    [Function(nameof(RetryChild))]
    public static Task<string> RetryChild([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(nameof(FailTwice), context.GetInput<string>(), TaskOptions.FromRetryPolicy(new RetryPolicy(5, TimeSpan.FromMilliseconds(1))));

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
        Enumerable.Range(0, context.GetInput<int>()).Select(number => context.CallSubOrchestratorAsync<string>(nameof(SharedFunctions.ReturnInput), $"{number}")));
}
