using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Functions.LocalHost.Tests;

/// <summary>The host as its users run it, with the sample app: a process of its own, reached over HTTP.</summary>
internal sealed partial class SampleHost : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private SampleHost(Process process) => _process = process;

    public HttpClient Http { get; } = new();

    public string Output => string.Join('\n', _output);

    public int ProcessId => _process.Id;

    /// <summary>Starts the host and waits until it listens.</summary>
    /// <param name="root">Where its state is.</param>
    /// <param name="settings">Environment variables.</param>
    public static async Task<SampleHost> StartAsync(string root, params (string Key, string Value)[] settings)
    {
        var host = new SampleHost(Launch(["--app", Paths.App, "--root", root, "--urls", "http://127.0.0.1:0"], settings));
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        host._process.OutputDataReceived += (_, line) => host.Read(line.Data, listening);
        host._process.ErrorDataReceived += (_, line) => host.Read(line.Data, listening);
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        var ended = host._process.WaitForExitAsync();
        if (await Task.WhenAny(listening.Task, ended, Task.Delay(s_limit)) != listening.Task)
        {
            var output = host.Output;
            await host.DisposeAsync();
            throw new InvalidOperationException($"The host did not listen:\n{output}");
        }

        host.Http.BaseAddress = await listening.Task;
        return host;
    }

    /// <summary>Runs the host until it ends by itself, for start-up errors.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunToEndAsync(
        string[] args, params (string Key, string Value)[] settings)
    {
        using var process = Launch(args, settings);
        using var limit = new CancellationTokenSource(s_limit);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token);
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output, await error);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>A copy of the sample's build output.</summary>
    public static void CopyApp(string folder)
    {
        foreach (var file in Directory.GetFiles(Paths.App))
        {
            File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        }
    }

    public async Task<string> GetAsync(string path)
    {
        using var response = await Http.GetAsync(new Uri(path, UriKind.Relative));
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    public async Task<string> PostAsync(string path)
    {
        using var response = await Http.PostAsync(new Uri(path, UriKind.Relative), null);
        return $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}";
    }

    /// <summary>The worker's process; 0 while there is none.</summary>
    public async Task<int> WorkerProcessIdAsync()
    {
        var id = (await Http.GetFromJsonAsync<JsonElement>("/admin/host/status")).GetProperty("workerProcessId");
        return id.ValueKind == JsonValueKind.Number ? id.GetInt32() : 0;
    }

    public async Task<bool> IsRunningAsync() =>
        (await Http.GetFromJsonAsync<JsonElement>("/admin/host/status")).GetProperty("state").GetString() == "Running";

    public Task WaitForOutputAsync(string text) => Eventually.TrueAsync(
        () => Task.FromResult(Output.Contains(text, StringComparison.Ordinal)), () => $"'{text}' should be in:\n{Output}");

    public int CountInOutput(string text) => _output.Count(line => line.Contains(text, StringComparison.Ordinal));

    /// <summary>Sends a signal to the host: TERM, INT, KILL.</summary>
    public Task SignalAsync(string signal) => SignalAsync(signal, _process.Id);

    public static async Task SignalAsync(string signal, int processId)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [$"-{signal}", $"{processId}"]))!;
        await kill.WaitForExitAsync();
    }

    /// <summary>Waits for the end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        using var limit = new CancellationTokenSource(s_limit);
        await _process.WaitForExitAsync(limit.Token);
        return _process.ExitCode;
    }

    /// <summary>Whether a process runs; one that nobody has waited for yet does not.</summary>
    public static bool Runs(int processId) =>
        File.Exists($"/proc/{processId}/stat") && File.ReadAllText($"/proc/{processId}/stat").Split(") ")[^1][0] != 'Z';

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static Process Launch(string[] args, (string Key, string Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Paths.Host, .. args])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }

    private void Read(string? line, TaskCompletionSource<Uri> listening)
    {
        if (line is not null)
        {
            _output.Enqueue(line);
            if (Listening().Match(line) is { Success: true } match)
            {
                listening.TrySetResult(new Uri(match.Groups[1].Value));
            }
        }
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
