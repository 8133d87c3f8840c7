using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;


namespace Functions.Conformance;

public static class ClientFunctions
{
    [Function(nameof(CallWaitingChild))]
    public static Task<string> CallWaitingChild([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(
            nameof(SharedFunctions.AwaitGo), null, new TaskOptions((TaskRetryOptions?)null).WithInstanceId($"{context.InstanceId}-child"));

    [Function(nameof(CallOnce))]
    public static Task CallOnce([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);
}
