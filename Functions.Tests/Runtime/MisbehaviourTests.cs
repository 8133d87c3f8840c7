using Functions.Tests.Conformance;

namespace Functions.Tests.Runtime;

/// <summary>Orchestrators that do what they must not are found out, and told what was expected of them and what was met.</summary>
public sealed class MisbehaviourTests : RuntimeTest
{
    [Theory]
    [InlineData(nameof(EngineFunctions.Fickle), "expected the call of activity 'Twice' as action 0, met the timer as action 0")]
    [InlineData(nameof(EngineFunctions.Eager), "expected nothing more at this point, met the call of activity 'Twice' as action 1")]
    [InlineData(nameof(EngineFunctions.Impatient), "expected it to wait at this point, met its end")]
    public async Task One_that_differs_on_replay_fails(string orchestrator, string difference)
    {
        await RestartAsync(sticky: 0);
        var id = await Host.StartAsync(orchestrator, Guid.NewGuid());
        if (orchestrator == nameof(EngineFunctions.Impatient))
        {
            await Eventually.TrueAsync(() => Task.FromResult(Host.Store.FindInstance(id)!.Turn == 2), () => "the activity should have ended");
            await Host.Client.RaiseEventAsync(id, "wake", "");
        }

        var output = (await Host.EndAsync(id)).SerializedOutput!;

        Assert.StartsWith("DurableTask.Core.Exceptions.NonDeterministicOrchestrationException: ", output, StringComparison.Ordinal);
        Assert.Contains($"'{orchestrator}'", output, StringComparison.Ordinal);
        Assert.Contains(difference, output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(MisuseFunctions.DelayForeignly), "met an await of something else", 1000)]
    [InlineData(nameof(EngineFunctions.AwaitForeignly), "expected it to be resumed by an event, met a resumption from thread", 1000)]
    [InlineData(nameof(EngineFunctions.AwaitForeignly), "expected it to be resumed by an event, met a resumption from thread", 0)]
    [InlineData(nameof(EngineFunctions.LeaveThread), "met a resumption from thread", 1000)]
    [InlineData(nameof(EngineFunctions.LeaveThread), "met a resumption from thread", 0)]
    public async Task One_that_awaits_what_is_not_durable_fails(string orchestrator, string difference, int sticky)
    {
        await RestartAsync(sticky);

        var output = await Host.FailAsync(orchestrator);

        Assert.Contains("An invalid asynchronous invocation was detected", output, StringComparison.Ordinal);
        Assert.Contains($"'{orchestrator}'", output, StringComparison.Ordinal);
        Assert.Contains(difference, output, StringComparison.Ordinal);
    }
}
