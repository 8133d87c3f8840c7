using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Functions.Tests.Conformance;

public sealed class CustomStatusTests : ConformanceTest
{
    [Theory, OnEachRuntime]
    public async Task It_is_shown_while_the_orchestration_runs_and_the_last_one_stays(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = await StartAsync(runtime, nameof(CustomStatusFunctions.Report));
        await UntilAsync(async () => await StatusAsync(client, id) == "\"first\"", "the first status should be shown");

        await client.RaiseEventAsync(id, "go", "second");

        Assert.Equal("second", (await EndAsync(runtime, id)).ReadCustomStatusAs<string>());
    }

    [Theory, OnEachRuntime]
    public async Task Null_clears_it(string runtime)
    {
        var id = await StartAsync(runtime, nameof(CustomStatusFunctions.Report));
        await (await ClientAsync(runtime)).RaiseEventAsync(id, "go", (object?)null);

        // Azure Storage shows the JSON of null.
        Assert.Contains((await EndAsync(runtime, id)).SerializedCustomStatus, new[] { null, "null" });
    }

    [Theory, OnEachRuntime]
    public async Task It_does_not_outlive_a_generation_that_does_not_set_it(string runtime)
    {
        var ended = await RunAsync(runtime, nameof(CustomStatusFunctions.ReportOnce), 0);

        Assert.Equal(1, ended.ReadOutputAs<int>());
        Assert.Contains(ended.SerializedCustomStatus, new[] { null, "null" });
    }

    [Theory, OnEachRuntime]
    [Trait("Layer", "Host")]
    public async Task One_of_more_than_16_KB_fails_the_orchestration(string runtime)
    {
        // Quotes count: 8,190 characters are 8,192 of JSON, which are 16 KB of UTF-16.
        Assert.Equal(OrchestrationRuntimeStatus.Completed, (await RunAsync(runtime, nameof(CustomStatusFunctions.ReportLength), 8190)).RuntimeStatus);

        Assert.Contains("CustomStatus is too large", await FailAsync(runtime, nameof(CustomStatusFunctions.ReportLength), 9000), StringComparison.Ordinal);
    }

    private static async Task<string?> StatusAsync(DurableTaskClient client, string id) => (await client.GetInstanceAsync(id, getInputsAndOutputs: true))?.SerializedCustomStatus;
}

public static class CustomStatusFunctions
{
    [Function(nameof(Report))]
    public static async Task Report([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus("first");
        context.SetCustomStatus(await context.WaitForExternalEvent<string?>("go"));
    }

    [Function(nameof(ReportOnce))]
    public static async Task<int> ReportOnce([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var generation = context.GetInput<int>();
        if (generation == 0)
        {
            context.SetCustomStatus("zero");
            context.ContinueAsNew(1);
        }
        else
        {
            await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);
        }

        return generation;
    }

    [Function(nameof(ReportLength))]
    public static Task ReportLength([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.SetCustomStatus(new string('x', context.GetInput<int>()));
        return Task.CompletedTask;
    }
}
