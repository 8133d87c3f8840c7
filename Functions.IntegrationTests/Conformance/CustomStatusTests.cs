using Functions.Conformance;
using Microsoft.DurableTask.Client;


namespace Functions.IntegrationTests.Conformance;

public sealed class CustomStatusTests : ConformanceTest
{
    [Conformance]
    public async Task It_is_shown_while_the_orchestration_runs_and_the_last_one_stays(string runtime)
    {
        var client = await ClientAsync(runtime);
        var id = await StartAsync(runtime, nameof(CustomStatusFunctions.Report));
        await UntilAsync(async () => await StatusAsync(client, id) == "\"first\"", "the first status should be shown");

        await client.RaiseEventAsync(id, "go", "second");

        Assert.Equal("second", (await EndAsync(runtime, id)).ReadCustomStatusAs<string>());
    }

    [Conformance]
    public async Task Null_clears_it(string runtime)
    {
        var id = await StartAsync(runtime, nameof(CustomStatusFunctions.Report));
        await (await ClientAsync(runtime)).RaiseEventAsync(id, "go", (object?)null);

        // Azure Storage shows the JSON of null.
        Assert.Contains((await EndAsync(runtime, id)).SerializedCustomStatus, new[] { null, "null" });
    }

    [Conformance]
    public async Task It_does_not_outlive_a_generation_that_does_not_set_it(string runtime)
    {
        var ended = await RunAsync(runtime, nameof(CustomStatusFunctions.ReportOnce), 0);

        Assert.Equal(1, ended.ReadOutputAs<int>());
        Assert.Contains(ended.SerializedCustomStatus, new[] { null, "null" });
    }

    [Conformance(HostOnly = true)]
    public async Task One_of_more_than_16_KB_fails_the_orchestration(string runtime)
    {
        // Quotes count: 8,190 characters are 8,192 of JSON, which are 16 KB of UTF-16.
        Assert.Equal(
            OrchestrationRuntimeStatus.Completed,
            (await RunAsync(runtime, nameof(CustomStatusFunctions.ReportLength), 8190)).RuntimeStatus);

        Assert.Contains(
            "CustomStatus is too large",
            await FailAsync(runtime, nameof(CustomStatusFunctions.ReportLength), 9000),
            StringComparison.Ordinal);
    }

    private static async Task<string?> StatusAsync(DurableTaskClient client, string id) =>
        (await client.GetInstanceAsync(id, getInputsAndOutputs: true))?.SerializedCustomStatus;
}
