using Functions.Conformance;


namespace Functions.IntegrationTests.Conformance;

public sealed class ContinueAsNewTests : ConformanceTest
{
    [Conformance]
    public async Task It_begins_anew_with_its_new_input_under_the_same_id(string runtime)
    {
        var id = await StartAsync(runtime, nameof(ContinueAsNewFunctions.CountDown), 5);

        var ended = await EndAsync(runtime, id);
        Assert.Equal("done", ended.ReadOutputAs<string>());
        Assert.Equal(0, ended.ReadInputAs<int>());
    }

    [Conformance]
    public async Task Events_that_nobody_took_are_kept(string runtime)
    {
        var id = await StartAndAwaitStartAsync(runtime, nameof(ContinueAsNewFunctions.AddUp), 0);
        var client = await ClientAsync(runtime);
        for (var i = 0; i < 5; i++)
        {
            await client.RaiseEventAsync(id, "add", 10);
        }

        Assert.Equal(50, await EndAsync<int>(runtime, id));
    }

    [Conformance]
    public async Task Or_dropped_when_that_is_wanted(string runtime)
    {
        var id = await StartAndAwaitStartAsync(runtime, nameof(ContinueAsNewFunctions.Forget), false);
        var client = await ClientAsync(runtime);
        await client.RaiseEventAsync(id, "item", "old");
        await client.RaiseEventAsync(id, "go", "");
        await UntilAsync(async () => (await client.GetInstanceAsync(id, true))!.ReadInputAs<bool>(), "it should have begun anew");
        await client.RaiseEventAsync(id, "item", "new");

        Assert.Equal("new", await EndAsync<string>(runtime, id));
    }

    [Conformance]
    public async Task Failing_after_asking_for_it_fails(string runtime) =>
        Assert.Equal("System.FormatException: changed my mind", await FailAsync(runtime, nameof(ContinueAsNewFunctions.AskAndFail)));

    [Conformance]
    public async Task A_child_that_begins_anew_answers_its_parent_in_the_end(string runtime) =>
        Assert.Equal("done", await RunAsync<string>(runtime, nameof(ContinueAsNewFunctions.CallCountDown), 3));
}
