namespace Functions.LocalHost.Tests;

[Collection(StartsAndStops.Name)]
public sealed class StopTests : IDisposable
{
    private readonly TempFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public async Task A_stop_gives_running_activities_their_grace_and_leaves_no_worker(string signal)
    {
        await using var host = await SampleHost.StartAsync(_root.Path);
        var worker = await host.WorkerProcessIdAsync();
        var asking = host.PostAsync("/api/run/TellFailure?input=SlowActivity");
        await host.WaitForOutputAsync("Slow activity begins");
        await host.SignalAsync(signal);

        Assert.Equal(0, await host.EndAsync());
        Assert.Contains("Slow activity ends", host.Output, StringComparison.Ordinal);
        Assert.EndsWith("Stopped", host.Output, StringComparison.Ordinal);
        Assert.False(SampleHost.Runs(worker));
        await ((Task)asking).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
    }

    [Theory]
    [InlineData("TERM", "INT", 130)]
    [InlineData("TERM", "TERM", 143)]
    public async Task A_second_signal_ends_all_at_once(string first, string second, int expected)
    {
        await using var host = await SampleHost.StartAsync(_root.Path);
        var worker = await host.WorkerProcessIdAsync();
        var asking = host.GetAsync("/api/Sleeps?heed=false");
        await host.WaitForOutputAsync("Asleep");
        await host.SignalAsync(first);
        await host.WaitForOutputAsync("Stopping");
        await host.SignalAsync(second);

        Assert.Equal(expected, await host.EndAsync());
        await Eventually.TrueAsync(() => Task.FromResult(!SampleHost.Runs(worker)), () => "the worker should be gone");
        await Assert.ThrowsAsync<HttpRequestException>(() => asking);
    }

    [Fact]
    public async Task A_worker_ends_when_its_host_is_killed()
    {
        await using var host = await SampleHost.StartAsync(_root.Path);
        var worker = await host.WorkerProcessIdAsync();
        Assert.True(SampleHost.Runs(worker));
        await host.SignalAsync("KILL");

        await Eventually.TrueAsync(
            () => Task.FromResult(!SampleHost.Runs(worker)), () => "the worker should be gone", TimeSpan.FromSeconds(10));
    }
}
