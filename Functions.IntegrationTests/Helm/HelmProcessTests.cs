using System.Diagnostics;
using Functions.Helm;

namespace Functions.IntegrationTests.Helm;

/// <summary>How helm is run, shown with a script in its place.</summary>
public sealed class HelmProcessTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_runs_in_a_private_folder_that_is_gone_afterwards_with_settings_and_caches_of_its_own()
    {
        Environment.SetEnvironmentVariable("HELM_NAMESPACE", "elsewhere");
        try
        {
            var result = await RunAsync(
                """
                echo "$PWD|$HOME|$KUBECONFIG|${HELM_NAMESPACE:-unset}|$HELM_CACHE_HOME|$HELM_CONFIG_HOME|$HELM_DATA_HOME|$KUBECACHEDIR|$*"
                """,
                TimeSpan.FromSeconds(20), "list", "--", "a b;c");

            var said = result.Output.Trim().Split('|');
            Assert.Equal(0, result.ExitCode);
            Assert.False(Directory.Exists(said[0]));
            Assert.Equal($"{Environment.GetEnvironmentVariable("HOME")}|/the/kubeconfig|unset", string.Join('|', said[1..4]));
            Assert.All(said[4..8], folder => Assert.StartsWith(said[0], folder, StringComparison.Ordinal));
            Assert.Equal("list -- a b;c", said[8]);
        }
        finally
        {
            Environment.SetEnvironmentVariable("HELM_NAMESPACE", null);
        }
    }

    [Fact]
    public async Task One_that_takes_too_long_is_told_to_end()
    {
        var watch = Stopwatch.StartNew();
        var result = await RunAsync(
            "trap 'echo told to end; exit 7' TERM; sleep 60 >/dev/null 2>&1 & wait", TimeSpan.FromMilliseconds(500));

        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"{watch.Elapsed}");
        Assert.Null(result.ExitCode);
        Assert.Contains("told to end", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_does_not_end_when_it_is_told_to_is_killed_with_all_that_it_started()
    {
        var child = Path.Combine(_folder.Path, "child");
        var script = Script($"trap '' INT TERM; sleep 300 & echo $! > {child}; while :; do wait; done");

        var result = await new HelmProcess(script, TimeSpan.FromMilliseconds(500), TimeSpan.FromMilliseconds(200)).RunAsync(
            "k", _ => new HelmCommand([]), CancellationToken.None);

        Assert.Null(result.ExitCode);
        var id = (await File.ReadAllTextAsync(child)).Trim();
        // A child that nobody has waited for yet is a zombie.
        await Eventually.TrueAsync(
            async () => !File.Exists($"/proc/{id}/stat")
                || (await File.ReadAllTextAsync($"/proc/{id}/stat")).Contains(") Z", StringComparison.Ordinal),
            () => $"process {id} should be gone");
    }

    [Fact]
    public async Task One_that_is_cancelled_throws()
    {
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            new HelmProcess(Script("trap 'exit 7' TERM; sleep 60 >/dev/null 2>&1 & wait"), TimeSpan.FromSeconds(30)).RunAsync(
                "k", _ => new HelmCommand([]), cancellation.Token));
    }

    [Fact]
    public async Task Only_the_end_of_a_long_output_is_kept()
    {
        var result = await RunAsync("i=0; while [ $i -lt 20000 ]; do echo line-$i; i=$((i+1)); done", TimeSpan.FromSeconds(30));

        Assert.InRange(result.Output.Length, 1, 64 * 1024);
        Assert.EndsWith("line-19999\n", result.Output, StringComparison.Ordinal);
    }

    private Task<HelmResult> RunAsync(string script, TimeSpan timeout, params string[] arguments) =>
        new HelmProcess(Script(script), timeout).RunAsync("/the/kubeconfig", _ => new HelmCommand(arguments), CancellationToken.None);

    private string Script(string body)
    {
        var path = Path.Combine(_folder.Path, "helm");
        File.WriteAllText(path, $"#!/bin/sh\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return path;
    }
}
