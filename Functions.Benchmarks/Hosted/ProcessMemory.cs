using System.Globalization;

namespace Functions.Benchmarks.Hosted;

/// <summary>What processes have in memory, in MiB.</summary>
/// <param name="Resident">Their pages, those that they share counted for each.</param>
/// <param name="Proportional">Their pages, those that they share with others counted in part.</param>
internal sealed record ProcessMemory(double Resident, double Proportional)
{
    public static ProcessMemory Of(params IEnumerable<int> processes)
    {
        var rollups = processes.Select(id => File.ReadAllLines($"/proc/{id}/smaps_rollup")).ToList();
        return new ProcessMemory(rollups.Sum(lines => Read(lines, "Rss:")), rollups.Sum(lines => Read(lines, "Pss:")));
    }

    private static double Read(string[] lines, string key)
    {
        var line = Array.Find(lines, candidate => candidate.StartsWith(key, StringComparison.Ordinal))!;
        return double.Parse(line[key.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }
}
