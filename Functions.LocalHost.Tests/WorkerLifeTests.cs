using System.Net;

namespace Functions.LocalHost.Tests;

[Collection(StartsAndStops.Name)]
public sealed class WorkerLifeTests : IDisposable
{
    private readonly TempFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public async Task While_a_killed_worker_is_started_again_requests_are_told_to_come_back()
    {
        await using var host = await SampleHost.StartAsync(_root.Path);
        var worker = await host.WorkerProcessIdAsync();
        var running = host.Http.GetAsync(new Uri("/api/Sleeps?heed=false", UriKind.Relative));
        await host.WaitForOutputAsync("Asleep");
        await SampleHost.SignalAsync("KILL", worker);

        using var cut = await running;
        await AssertUnavailableAsync(cut);
        using var refused = await host.Http.GetAsync(new Uri("/api/Headers", UriKind.Relative));
        await AssertUnavailableAsync(refused);
        await Eventually.TrueAsync(async () => await host.GetAsync("/api/bound/abc/7") == "200 abc 7 0", () => host.Output);
        Assert.NotEqual(worker, await host.WorkerProcessIdAsync());
        Assert.Equal("200 Hello Bob 1", await host.PostAsync("/api/greetings/Bob"));
    }

    [Fact]
    public async Task A_function_that_runs_too_long_is_cancelled_and_when_it_does_not_heed_the_worker_is_started_anew()
    {
        await using var host = await SampleHost.StartAsync(_root.Path, ("AzureFunctionsJobHost__functionTimeout", "00:00:01"));
        var worker = await host.WorkerProcessIdAsync();

        await CallUntilAsync("/api/Sleeps?heed=true", "500 ", "Woken up");
        Assert.Equal("200 abc 7 0", await host.GetAsync("/api/bound/abc/7"));
        Assert.Equal(worker, await host.WorkerProcessIdAsync());

        await CallUntilAsync("/api/Sleeps?heed=false", "functionTimeout", "went on after functionTimeout");
        await Eventually.TrueAsync(
            async () => await host.WorkerProcessIdAsync() is var other && other != 0 && other != worker, () => host.Output);
        await Eventually.TrueAsync(async () => await host.GetAsync("/api/bound/abc/7") == "200 abc 7 0", () => host.Output);

        // On a busy machine the second may be over before the function has begun, and nothing is there to heed it.
        async Task CallUntilAsync(string path, string answer, string said)
        {
            var answers = new List<string>();
            await Eventually.TrueAsync(
                async () =>
                {
                    answers.Add(host.Output.Contains(said, StringComparison.Ordinal) ? "" : await host.GetAsync(path));
                    return host.Output.Contains(said, StringComparison.Ordinal);
                },
                () => host.Output);
            Assert.Contains(answers, text => text.Contains(answer, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_worker_that_cannot_start_ends_the_host_with_its_last_words()
    {
        var (exitCode, output, error) = await SampleHost.RunToEndAsync(
            ["--app", Paths.App, "--root", _root.Path, "--port", "0"],
            ("SAMPLE_AT_START", "exit"));

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: The worker cannot start: exit code 3; its last lines:", error, StringComparison.Ordinal);
        Assert.EndsWith("  The sample has no mind to start.\n", error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", output + error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_worker_that_can_load_no_function_ends_the_host()
    {
        var (exitCode, _, error) = await SampleHost.RunToEndAsync(
            ["--app", Paths.App, "--root", _root.Path, "--port", "0"], ("SAMPLE_AT_START", "hide"));

        Assert.Equal(1, exitCode);
        Assert.StartsWith("error: No function can be loaded; '", error, StringComparison.Ordinal);
        Assert.Equal(1, error.Count(character => character == '\n'));
    }

    [Fact]
    public async Task A_worker_that_dies_again_and_again_ends_the_host()
    {
        await using var host = await SampleHost.StartAsync(_root.Path, ("AzureWebJobs__Tick__Disabled", "true"));
        for (var death = 1; death <= 5; death++)
        {
            var worker = 0;
            await Eventually.TrueAsync(
                async () => (worker = await host.WorkerProcessIdAsync()) != 0 && await host.IsRunningAsync(), () => host.Output);
            await SampleHost.SignalAsync("KILL", worker);
            await Eventually.TrueAsync(() => Task.FromResult(host.CountInOutput("exit code 137") == death), () => host.Output);
        }

        Assert.Equal(1, await host.EndAsync());
        await host.WaitForOutputAsync("error: The worker ended 5 times in a row: exit code 137");
    }

    private static async Task AssertUnavailableAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == HttpStatusCode.ServiceUnavailable, $"{response.StatusCode}: {body}");
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.NotNull(response.Headers.RetryAfter);
    }
}
