using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;


namespace Functions.Conformance;

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
