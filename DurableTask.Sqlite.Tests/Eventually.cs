using System.Diagnostics;

namespace DurableTask.Sqlite.Tests;

/// <summary>Waits for what comes by itself, up to a deadline that only a failure reaches.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    public static Task TrueAsync(Func<bool> condition, Func<string> explain) => TrueAsync(() => Task.FromResult(condition()), explain);

    /// <summary>Returns when <paramref name="condition"/> holds.</summary>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> explain)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < s_deadline, explain());
            await Task.Delay(s_pause);
        }
    }
}
