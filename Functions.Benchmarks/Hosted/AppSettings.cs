using System.Globalization;

namespace Functions.Benchmarks.Hosted;

/// <summary>Settings of the app that scenarios share.</summary>
internal static class AppSettings
{
    /// <summary>The app without limits of owners, shop checks and long pauses between looks at a cluster that is quick.</summary>
    /// <param name="interval">Between two looks.</param>
    public static IEnumerable<(string Key, string Value)> Quick(TimeSpan interval)
    {
        foreach (var wait in new[] { "Database", "Workloads" })
        {
            yield return ($"Operations__{wait}__MaxAttempts", 1000.ToString(CultureInfo.InvariantCulture));
            yield return ($"Operations__{wait}__FirstInterval", $"{interval}");
            yield return ($"Operations__{wait}__MaxInterval", $"{interval}");
            yield return ($"Operations__{wait}__BackoffCoefficient", "1");
        }

        // What runs after the store is ready is the same work for a script.
        yield return ("Operations__ShopCheck", "false");
        yield return ("Operations__Absence__FirstInterval", "00:00:00.1");
        yield return ("Operations__CreationCoolDown", "00:00:00");
        yield return ("Operations__StoresPerOwner", "1000");
    }
}
