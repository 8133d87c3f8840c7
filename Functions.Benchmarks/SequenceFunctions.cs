using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Functions.Benchmarks;

/// <summary>What the benchmark runs.</summary>
public static class SequenceFunctions
{
    [Function(nameof(Increment))]
    public static int Increment([ActivityTrigger] int number) => number + 1;

    [Function(nameof(Sequence))]
    public static async Task<int> Sequence([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        var number = context.GetInput<int>();
        for (var i = 0; i < 5; i++)
        {
            number = await context.CallActivityAsync<int>(nameof(Increment), number);
        }

        return number;
    }
}
