using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;


namespace Functions.Conformance;

public static class ContinueAsNewFunctions
{
    [Function(nameof(CountDown))]
    public static async Task<string> CountDown([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var left = context.GetInput<int>();
        await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), left);
        if (left > 0)
        {
            context.ContinueAsNew(left - 1);
            return "ignored";
        }

        return "done";
    }

    [Function(nameof(CallCountDown))]
    public static Task<string> CallCountDown([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallSubOrchestratorAsync<string>(nameof(CountDown), context.GetInput<int>());

    [Function(nameof(AddUp))]
    public static async Task<int> AddUp([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var sum = context.GetInput<int>() + await context.WaitForExternalEvent<int>("add");
        if (sum < 50)
        {
            context.ContinueAsNew(sum);
        }

        return sum;
    }

    [Function(nameof(Forget))]
    public static async Task<string> Forget([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        if (context.GetInput<bool>())
        {
            return await context.WaitForExternalEvent<string>("item");
        }

        await context.WaitForExternalEvent<string>("go");
        context.ContinueAsNew(true, preserveUnprocessedEvents: false);
        return "ignored";
    }

    [Function(nameof(AskAndFail))]
    public static Task AskAndFail([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        context.ContinueAsNew();
        throw new FormatException("changed my mind");
    }
}
