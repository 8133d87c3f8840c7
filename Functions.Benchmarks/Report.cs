using System.Diagnostics;
using System.Globalization;

namespace Functions.Benchmarks;

/// <summary>Runs scenarios and writes what they measure as a table.</summary>
internal static class Report
{
    public static async Task RunAsync(IReadOnlyList<Scenario> scenarios)
    {
        Console.WriteLine($"{Environment.ProcessorCount} cores, {Environment.OSVersion}, .NET {Environment.Version}, SQLite {SqliteVersion()}, synchronous=FULL, fdatasync of 16 KiB {Format(Disk.SyncTime())} at the median\n");
        Console.WriteLine("| What | Measured | Target | Measured / target |\n| --- | ---: | ---: | ---: |");
        foreach (var scenario in scenarios)
        {
            foreach (var figure in await scenario.RunAsync())
            {
                var ratio = figure.Target is { } target ? (figure.Value / target.Value).ToString("0.00", CultureInfo.InvariantCulture) : "";
                Console.WriteLine($"| {figure.What} | {Text(figure.Value, figure.Unit)} | {(figure.Target is { } wanted ? $"{(wanted.AtLeast ? "≥" : "≤")} {Text(wanted.Value, figure.Unit)}" : "")} | {ratio} |");
            }
        }
    }

    public static string Format(TimeSpan time) => Text(time.TotalMilliseconds, "ms");

    private static string Text(double value, string unit) => string.Create(CultureInfo.InvariantCulture, $"{(value < 100 ? Math.Round(value, 2) : Math.Round(value)):#,0.##} {unit}");

    private static string SqliteVersion()
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }
}

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
}

internal sealed record Target(double Value, bool AtLeast);

/// <summary>Something to measure.</summary>
internal abstract class Scenario
{
    public abstract string Name { get; }

    public abstract Task<IEnumerable<Figure>> RunAsync();

    protected static Target AtMost(double value) => new(value, AtLeast: false);

    protected static Target AtLeast(double value) => new(value, AtLeast: true);

    protected static double PerSecond(int count, long since) => count / Stopwatch.GetElapsedTime(since).TotalSeconds;
}
