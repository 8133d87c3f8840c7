using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;


namespace Functions.Conformance;

public static class DeterminismFunctions
{
    [Function(nameof(MakeGuids))]
    public static async Task<Made> MakeGuids([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var (first, second, at) = (context.NewGuid(), context.NewGuid(), context.CurrentUtcDateTime);
        var before = await context.CallActivityAsync<string>(nameof(SharedFunctions.EchoText), $"{first} {second} {at:o}");
        var after = await context.CallActivityAsync<string>(nameof(SharedFunctions.EchoText), $"{first} {second} {at:o}");
        return new Made([first, second], at, before == after && context.NewGuid() != first);
    }

    [Function(nameof(WatchClock))]
    public static async Task<string> WatchClock([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var begun = context.CurrentUtcDateTime;
        SpinWait.SpinUntil(() => false, 5);
        var still = context.CurrentUtcDateTime == begun;
        await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);
        return $"{(still ? "still" : "moved")} then {(context.CurrentUtcDateTime > begun ? "later" : "not later")}";
    }

    [Function(nameof(TellWhetherReplaying))]
    public static async Task<bool> TellWhetherReplaying([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), 1);
        return context.IsReplaying;
    }

    [Function(nameof(LogSteps))]
    public static async Task LogSteps([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var logger = context.CreateReplaySafeLogger(nameof(DeterminismFunctions));
        var key = context.GetInput<string>();
        for (var step = 0; step < 3; step++)
        {
            logger.LogWarning("{Key} {Step}", key, step);
            await context.CallActivityAsync<int>(nameof(SharedFunctions.Twice), step);
        }

        logger.LogWarning("{Key} {Step}", key, 3);
    }

    public sealed record Made(Guid[] Guids, DateTime At, bool Stable);
}
