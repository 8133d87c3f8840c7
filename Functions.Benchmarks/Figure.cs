namespace Functions.Benchmarks;

/// <summary>Something measured.</summary>
/// <param name="What">In words.</param>
/// <param name="Value">The figure.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Target">What it should be.</param>
internal sealed record Figure(string What, double Value, string Unit, Target? Target = null)
{
    /// <summary>The median and the 99th percentile of times.</summary>
    public static IEnumerable<Figure> Of(string what, List<TimeSpan> times, Target? median = null, Target? p99 = null)
    {
        times.Sort();
        yield return new Figure($"{what}, median", times[times.Count / 2].TotalMilliseconds, "ms", median);
        yield return new Figure($"{what}, 99th percentile", times[times.Count * 99 / 100].TotalMilliseconds, "ms", p99);
    }

    /// <summary>The median of times, in milliseconds.</summary>
    public static double Median(IReadOnlyCollection<TimeSpan> times) => Median(times.Select(time => time.TotalMilliseconds));

    /// <summary>The median of numbers.</summary>
    public static double Median(IEnumerable<double> numbers)
    {
        var sorted = numbers.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
