using System.Diagnostics;

namespace Functions.IntegrationTests;

/// <summary>Waits for what comes by itself, up to a deadline that only a failure reaches.</summary>
internal static class Eventually
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Returns when <paramref name="condition"/> holds.</summary>
    /// <param name="condition">Asked again and again.</param>
    /// <param name="explain">What to say when it never held.</param>
    /// <param name="deadline">How long to wait; 90 s when left out.</param>
    public static async Task TrueAsync(Func<Task<bool>> condition, Func<string> explain, TimeSpan? deadline = null)
    {
        var watch = Stopwatch.StartNew();
        while (!await condition())
        {
            Assert.True(watch.Elapsed < (deadline ?? s_deadline), explain());
            await Task.Delay(s_pause);
        }
    }
}
