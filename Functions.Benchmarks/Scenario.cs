using System.Diagnostics;

namespace Functions.Benchmarks;

/// <summary>Something to measure.</summary>
internal abstract class Scenario
{
    /// <summary>By which it is chosen on the command line.</summary>
    public abstract string Name { get; }

    /// <summary>Whether the command line says too little for it; it then runs when it is asked for by name alone, and says what.</summary>
    public virtual bool NeedsMore => false;

    public abstract Task<IEnumerable<Figure>> RunAsync();

    protected static Target AtMost(double value) => new(value, AtLeast: false);

    protected static Target AtLeast(double value) => new(value, AtLeast: true);

    protected static double PerSecond(int count, long since) => count / Stopwatch.GetElapsedTime(since).TotalSeconds;

    /// <summary>A folder that goes when the program ends.</summary>
    protected static string NewFolder() => RunFolder.New();

    /// <summary>Does something for each number from 0, some at a time.</summary>
    protected static Task ForEachAsync(int count, int concurrency, Func<int, Task> work) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (number, _) => await work(number));
}
