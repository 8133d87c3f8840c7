using Functions.Conformance;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Functions.IntegrationTests.Conformance;

/// <summary>What every test of the suite does.</summary>
public abstract class ConformanceTest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    protected static string NewId() => Guid.NewGuid().ToString("N");

    protected static async Task<DurableTaskClient> ClientAsync(string runtime) => (await ConformanceRuntimes.StartedAsync(runtime)).Client;

    /// <summary>How often functions have counted a key.</summary>
    protected static async Task<int> CountOfAsync(string runtime, string key) => (await ReadJournalAsync(runtime, key)).Count;

    /// <summary>The lines of the log with a text.</summary>
    protected static async Task<IReadOnlyList<string>> LinesWithAsync(string runtime, string text) =>
        (await ReadJournalAsync(runtime, text)).Lines;

    /// <summary>Starts an orchestration.</summary>
    protected static async Task<string> StartAsync(
        string runtime, string orchestrator, object? input = null, StartOrchestrationOptions? options = null) =>
        await (await ClientAsync(runtime)).ScheduleNewOrchestrationInstanceAsync(orchestrator, input, options);

    /// <summary>Starts an orchestration and waits until it runs.</summary>
    protected static async Task<string> StartAndAwaitStartAsync(string runtime, string orchestrator, object? input = null)
    {
        using var limit = new CancellationTokenSource(s_patience);
        var id = await StartAsync(runtime, orchestrator, input);
        await (await ClientAsync(runtime)).WaitForInstanceStartAsync(id, false, limit.Token);
        return id;
    }

    /// <summary>Waits for the end of an orchestration.</summary>
    protected static async Task<OrchestrationMetadata> EndAsync(string runtime, string id)
    {
        using var limit = new CancellationTokenSource(s_patience);
        return await (await ClientAsync(runtime)).WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, limit.Token);
    }

    /// <summary>Runs an orchestration to its end.</summary>
    protected static async Task<OrchestrationMetadata> RunAsync(string runtime, string orchestrator, object? input = null) =>
        await EndAsync(runtime, await StartAsync(runtime, orchestrator, input));

    /// <summary>Runs an orchestration that must complete.</summary>
    protected static async Task<T> RunAsync<T>(string runtime, string orchestrator, object? input = null) =>
        Completed<T>(await RunAsync(runtime, orchestrator, input));

    /// <summary>Waits for the end of an orchestration that must complete.</summary>
    protected static async Task<T> EndAsync<T>(string runtime, string id) => Completed<T>(await EndAsync(runtime, id));

    /// <summary>Runs an orchestration that must fail.</summary>
    /// <returns>Its output.</returns>
    protected static async Task<string> FailAsync(string runtime, string orchestrator, object? input = null)
    {
        var ended = await RunAsync(runtime, orchestrator, input);
        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        return ended.SerializedOutput!;
    }

    /// <summary>Waits until something is so.</summary>
    protected static async Task UntilAsync(Func<Task<bool>> condition, string otherwise)
    {
        for (var begun = TimeProvider.System.GetTimestamp(); !await condition(); await Task.Delay(20))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(begun) < s_patience, otherwise);
        }
    }

    private static async Task<JournalEntry> ReadJournalAsync(string runtime, string key) =>
        await (await ConformanceRuntimes.StartedAsync(runtime)).ReadJournalAsync(key);

    private static T Completed<T>(OrchestrationMetadata ended)
    {
        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{ended.RuntimeStatus}: {ended.SerializedOutput}");
        return ended.ReadOutputAs<T>()!;
    }
}
