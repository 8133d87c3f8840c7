using Functions.Conformance;


namespace Functions.IntegrationTests.Conformance;

public sealed class SubOrchestrationTests : ConformanceTest
{
    [Conformance]
    public async Task It_returns_its_result_and_knows_its_parent(string runtime)
    {
        var id = await StartAsync(runtime, nameof(SubOrchestrationFunctions.CallChild), "word");

        Assert.Equal($"word of CallChild {id}", await EndAsync<string>(runtime, id));
    }

    [Conformance]
    public async Task One_that_a_client_started_has_no_parent(string runtime) =>
        Assert.Equal("word of nobody", await RunAsync<string>(runtime, nameof(SubOrchestrationFunctions.TellParent), "word"));

    [Conformance]
    public async Task It_gets_the_id_that_is_asked_for(string runtime)
    {
        var child = NewId();

        Assert.Equal(child, await RunAsync<string>(runtime, nameof(SubOrchestrationFunctions.CallChildById), child));
        Assert.Equal(child, (await (await ClientAsync(runtime)).GetInstanceAsync(child))!.InstanceId);
    }

    [Conformance]
    public async Task Its_id_is_else_the_next_guid_of_its_parent(string runtime) =>
        Assert.True(Guid.TryParseExact(await RunAsync<string>(runtime, nameof(SubOrchestrationFunctions.CallChildWithoutId)), "N", out _));

    [Conformance]
    public async Task A_failure_reaches_the_parent_with_details_and_no_inner_exception(string runtime) => Assert.Equal(
        "TellFailure#0|Task 'TellFailure' (#0) failed with an unhandled exception: inner trouble|System.FormatException|no inner exception",
        await RunAsync<string>(runtime, nameof(SubOrchestrationFunctions.CatchChildFailure), "inner trouble"));

    [Conformance]
    public async Task A_retried_one_keeps_its_id(string runtime)
    {
        var key = NewId();

        var ids = await RunAsync<string>(runtime, nameof(SubOrchestrationFunctions.RetryChild), key);

        Assert.Equal(3, await CountOfAsync(runtime, key));
        Assert.Equal(3, await CountOfAsync(runtime, $"{key} {ids}"));
    }

    [Conformance]
    public async Task An_id_that_looks_like_an_entitys_is_refused(string runtime) =>
        Assert.StartsWith(
            "System.ArgumentException: ",
            await FailAsync(runtime, nameof(SubOrchestrationFunctions.CallChildById), $"@{NewId()}"),
            StringComparison.Ordinal);

    [Conformance]
    public async Task Many_at_once_all_return(string runtime) =>
        Assert.Equal(
            Enumerable.Range(0, 20).Select(number => $"{number}"),
            await RunAsync<string[]>(runtime, nameof(SubOrchestrationFunctions.CallManyChildren), 20));
}
