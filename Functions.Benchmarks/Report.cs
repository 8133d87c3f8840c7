using System.Globalization;

namespace Functions.Benchmarks;

/// <summary>Runs scenarios and writes what they measure as a table.</summary>
internal static class Report
{
    /// <summary>Runs one after the other.</summary>
    /// <returns>Whether every target held.</returns>
    public static async Task<bool> RunAsync(IReadOnlyList<Scenario> scenarios)
    {
        Console.WriteLine(
            $"{Environment.ProcessorCount} cores with a load of {Load()}, {Environment.OSVersion}, .NET {Environment.Version}, "
            + $"SQLite {SqliteVersion()}, "
            + $"fdatasync of 16 KiB {Text(Disk.SyncTime().TotalMilliseconds, "ms")} at the median\n");
        Console.WriteLine("| What | Measured | Target | Measured / target |\n| --- | ---: | ---: | ---: |");
        var missed = 0;
        foreach (var scenario in scenarios)
        {
            foreach (var figure in await scenario.RunAsync())
            {
                Console.WriteLine(Row(figure));
                missed += figure.Target?.IsMetBy(figure.Value) == false ? 1 : 0;
            }
        }

        Console.WriteLine($"\nLoad at the end: {Load()}. {(missed == 0 ? "Every target held." : $"{missed} targets were missed.")}");
        return missed == 0;
    }

    private static string Row(Figure figure)
    {
        var ratio = figure.Target is { Value: not 0 } target
            ? (figure.Value / target.Value).ToString("0.00", CultureInfo.InvariantCulture)
            : "";
        var wanted = figure.Target is { } bound ? $"{(bound.AtLeast ? "≥" : "≤")} {Text(bound.Value, figure.Unit)}" : "";
        return $"| {figure.What} | {Text(figure.Value, figure.Unit)} | {wanted} | {ratio} |";
    }

    private static string Text(double value, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{(Math.Abs(value) < 100 ? Math.Round(value, 2) : Math.Round(value)):#,0.##} {unit}")
            .TrimEnd();

    private static string Load() => File.ReadAllText("/proc/loadavg").Split(' ')[0];

    private static string SqliteVersion()
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection("Data Source=:memory:");
        connection.Open();
        return connection.ServerVersion;
    }
}
