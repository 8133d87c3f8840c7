using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;


namespace Functions.Conformance;

public static class MisuseFunctions
{
    /// <summary>Awaits what is not durable.</summary>
    [Function(nameof(DelayForeignly))]
#pragma warning disable DURABLE0003 // The misuse that the test is about.
    public static Task DelayForeignly([OrchestrationTrigger] TaskOrchestrationContext context) => Task.Delay(TimeSpan.FromMinutes(1));
#pragma warning restore DURABLE0003
}
