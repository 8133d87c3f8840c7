using Functions.Api.Http;
using Functions.Conformance;
using Microsoft.Extensions.Logging.Abstractions;

namespace Functions.IntegrationTests.Conformance;

/// <summary>How the API asks for a decision, on whatever the app may run.</summary>
public sealed class DecisionTests : ConformanceTest
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Conformance]
    public async Task A_decision_is_the_output_of_its_orchestration(string runtime)
    {
        var decided = await AskAsync(runtime, nameof(SharedFunctions.ReturnInput), "yes", s_patience);

        Assert.Equal("yes", Assert.IsType<Decided<string>.Answered>(decided).Answer);
    }

    [Conformance]
    public async Task One_that_failed_is_told_as_failed_and_not_as_late(string runtime) =>
        Assert.IsType<Decided<string>.Failed>(await AskAsync(runtime, nameof(InputAndOutputFunctions.Throw), "no", s_patience));

    [Conformance]
    public async Task One_that_does_not_come_is_late(string runtime) =>
        Assert.IsType<Decided<string>.Late>(await AskAsync(runtime, nameof(SharedFunctions.AwaitGo), "", TimeSpan.FromSeconds(1)));

    private static async Task<Decided<string>> AskAsync(string runtime, string orchestrator, string input, TimeSpan patience) =>
        await new Decisions(TimeProvider.System, NullLogger<Decisions>.Instance).AskAsync<string>(
            await ClientAsync(runtime), orchestrator, input, "test", patience, CancellationToken.None);
}
