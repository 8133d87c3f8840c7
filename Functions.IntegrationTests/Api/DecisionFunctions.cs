using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.IntegrationTests.Api;

/// <summary>Orchestrations that decide, fail to, or hesitate.</summary>
public static class DecisionFunctions
{
    [Function(nameof(DecideAtOnce))]
    public static Task<string> DecideAtOnce([OrchestrationTrigger] TaskOrchestrationContext context) =>
        Task.FromResult($"yes, {context.GetInput<string>()}");

    [Function(nameof(FailToDecide))]
    public static Task<string> FailToDecide([OrchestrationTrigger] TaskOrchestrationContext context) =>
        throw new InvalidOperationException("no\nidea");

    /// <summary>Decides when event "go" has come.</summary>
    [Function(nameof(DecideLate))]
    public static Task<string> DecideLate([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.WaitForExternalEvent<string>("go");
}
