using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Tests.Conformance;

public sealed class MisuseTests : ConformanceTest
{
    [Theory, OnEachRuntime]
    [Trait("Layer", "Host")]
    public async Task Awaiting_something_that_is_not_durable_fails(string runtime) =>
        Assert.Contains("An invalid asynchronous invocation was detected", await FailAsync(runtime, nameof(MisuseFunctions.DelayForeignly)), StringComparison.Ordinal);

    [Theory, OnEachRuntime]
    [Trait("Layer", "Host")]
    public async Task An_orchestrator_that_does_not_exist_is_started_and_fails(string runtime) =>
        Assert.Contains("message", await FailAsync(runtime, "NoSuchOrchestrator"), StringComparison.Ordinal);
}

public static class MisuseFunctions
{
    [Function(nameof(DelayForeignly))]
    public static Task DelayForeignly([OrchestrationTrigger] TaskOrchestrationContext context) => Task.Delay(TimeSpan.FromMinutes(1));
}
