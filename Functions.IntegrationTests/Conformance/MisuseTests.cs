using Functions.Conformance;


namespace Functions.IntegrationTests.Conformance;

public sealed class MisuseTests : ConformanceTest
{
    [Conformance(HostOnly = true)]
    public async Task Awaiting_something_that_is_not_durable_fails(string runtime) =>
        Assert.Contains(
            "An invalid asynchronous invocation was detected",
            await FailAsync(runtime, nameof(MisuseFunctions.DelayForeignly)),
            StringComparison.Ordinal);

    [Conformance(HostOnly = true)]
    public async Task An_orchestrator_that_does_not_exist_is_started_and_fails(string runtime) =>
        Assert.Contains("message", await FailAsync(runtime, "NoSuchOrchestrator"), StringComparison.Ordinal);
}
