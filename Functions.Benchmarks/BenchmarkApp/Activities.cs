using Microsoft.Azure.Functions.Worker;

namespace BenchmarkApp;

/// <summary>Activities that cost nothing themselves.</summary>
public static class Activities
{
    [Function(nameof(Increment))]
    public static int Increment([ActivityTrigger] int number) => number + 1;
}
