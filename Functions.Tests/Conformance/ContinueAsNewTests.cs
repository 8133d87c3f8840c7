using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Tests.Conformance;

public sealed class ContinueAsNewTests : ConformanceTest
{
    [Theory, OnEachRuntime]
    public async Task It_begins_anew_with_its_new_input_under_the_same_id(string runtime)
    {
        var id = await StartAsync(runtime, nameof(ContinueAsNewFunctions.CountDown), 5);

        var ended = await EndAsync(runtime, id);
        Assert.Equal("done", ended.ReadOutputAs<string>());
        Assert.Equal(0, ended.ReadInputAs<int>());
    }

    [Theory, OnEachRuntime]
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

    [Theory, OnEachRuntime]
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

    [Theory, OnEachRuntime]
    public async Task Failing_after_asking_for_it_fails(string runtime) =>
        Assert.Equal("System.FormatException: changed my mind", await FailAsync(runtime, nameof(ContinueAsNewFunctions.AskAndFail)));

    [Theory, OnEachRuntime]
    public async Task A_child_that_begins_anew_answers_its_parent_in_the_end(string runtime) =>
        Assert.Equal("done", await RunAsync<string>(runtime, nameof(ContinueAsNewFunctions.CallCountDown), 3));
}

public static class ContinueAsNewFunctions
{
    [Function(nameof(CountDown))]
    public static async Task<string> CountDown([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var left = context.GetInput<int>();
        await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), left);
        if (left > 0)
        {
            context.ContinueAsNew(left - 1);
            return "ignored";
        }

        return "done";
    }

    [Function(nameof(CallCountDown))]
    public static Task<string> CallCountDown([OrchestrationTrigger] TaskOrchestrationContext context) => context.CallSubOrchestratorAsync<string>(nameof(CountDown), context.GetInput<int>());

    [Function(nameof(AddUp))]
    public static async Task<int> AddUp([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var sum = context.GetInput<int>() + await context.WaitForExternalEvent<int>("add");
        if (sum < 50)
        {
            context.ContinueAsNew(sum);
        }

        return sum;
    }

    [Function(nameof(Forget))]
    public static async Task<string> Forget([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        if (context.GetInput<bool>())
        {
            return await context.WaitForExternalEvent<string>("item");
        }

        await context.WaitForExternalEvent<string>("go");
        context.ContinueAsNew(true, preserveUnprocessedEvents: false);
        return "ignored";
    }

    [Function(nameof(AskAndFail))]
    public static Task AskAndFail([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.ContinueAsNew();
        throw new FormatException("changed my mind");
    }
}
