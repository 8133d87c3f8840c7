using Functions.Conformance;


namespace Functions.IntegrationTests.Conformance;

public sealed class ActivityTests : ConformanceTest
{
    [Conformance]
    public async Task They_run_in_sequence_and_in_parallel(string runtime) =>
        Assert.Equal(new[] { 4, 6, 8, 10 }, await RunAsync<int[]>(runtime, nameof(ActivityFunctions.FanOut), new[] { 1, 2, 3, 4, 5 }));

    [Conformance]
    public async Task The_first_of_several_can_be_awaited(string runtime) =>
        Assert.Equal("activity", await RunAsync<string>(runtime, nameof(ActivityFunctions.Race)));

    [Conformance]
    public async Task Names_ignore_case(string runtime) =>
        Assert.Equal(14, await RunAsync<int>(runtime, nameof(ActivityFunctions.CallBadlySpelled), 7));

    [Conformance]
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

    [Conformance]
    public async Task A_failure_that_escapes_fails_the_orchestration(string runtime) => Assert.Equal(
        "Microsoft.DurableTask.TaskFailedException: Task 'Explode' (#0) failed with an unhandled exception: ouch",
        await FailAsync(runtime, nameof(ActivityFunctions.LetFail), "ouch"));

    [Conformance]
    public async Task All_end_before_the_first_of_several_failures_is_thrown(string runtime)
    {
        var key = NewId();

        Assert.Equal(
            "Task 'Explode' (#0) failed with an unhandled exception: first",
            await RunAsync<string>(runtime, nameof(ActivityFunctions.FailTogether), key));
        Assert.Equal(1, await CountOfAsync(runtime, key));
    }

    [Conformance]
    public async Task The_call_of_one_that_does_not_exist_fails(string runtime) =>
        Assert.StartsWith(
            "Microsoft.DurableTask.TaskFailedException: Task 'NoSuchActivity' (#0) failed",
            await FailAsync(runtime, nameof(ActivityFunctions.CallNobody)),
            StringComparison.Ordinal);

    [Conformance]
    public async Task They_may_be_asynchronous_and_get_their_services(string runtime)
    {
        var key = NewId();

        Assert.Equal(new[] { 1, 2 }, await RunAsync<int[]>(runtime, nameof(ActivityFunctions.CountTwice), key));
        Assert.Equal(2, await CountOfAsync(runtime, key));
    }
}
