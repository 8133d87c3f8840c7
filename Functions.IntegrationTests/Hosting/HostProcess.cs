using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Functions.IntegrationTests.Hosting;

/// <summary>
/// A local Functions host with its worker, two processes as their users run them, with their state in a folder, reached over HTTP.
/// </summary>
internal sealed partial class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan s_startLimit = TimeSpan.FromSeconds(90);

    private readonly ConcurrentQueue<string> _output = new();
    private readonly Process _process;

    private HostProcess(Process process) => _process = process;

    public HttpClient Http { get; } = new();

    public string Output => string.Join('\n', _output);

    /// <summary>The process id of the host.</summary>
    public int Id => _process.Id;

    /// <summary>The process id of the worker; null while there is none.</summary>
    public int? WorkerId => Children(_process.Id).FirstOrDefault() is > 0 and var id ? id : null;

    /// <summary>Starts a host and waits until it listens.</summary>
    /// <param name="program">The host.</param>
    /// <param name="app">The folder of the worker.</param>
    /// <param name="folder">Where its state is; the same folder goes on where it stopped.</param>
    /// <param name="settings">Environment variables.</param>
    /// <param name="within">A command line that runs what is appended to it.</param>
    public static async Task<HostProcess> StartAsync(
        string program, string app, string folder, IEnumerable<(string Key, string Value)> settings, params IEnumerable<string> within)
    {
        var process = Launch(program, app, folder, settings, within);
        var host = new HostProcess(process);
        var listening = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        process.OutputDataReceived += (_, line) => host.Read(line.Data, listening);
        process.ErrorDataReceived += (_, line) => host.Read(line.Data, listening);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var ended = process.WaitForExitAsync();
        var first = await Task.WhenAny(listening.Task, ended, Task.Delay(s_startLimit));
        if (first != listening.Task)
        {
            await host.DisposeAsync();
            throw new InvalidOperationException($"The host {(first == ended ? "ended" : "did not listen")}:\n{host.Output}");
        }

        host.Http.BaseAddress = await listening.Task;
        return host;
    }

    /// <summary>Runs a host until it ends by itself, for start-up errors.</summary>
    public static async Task<(int ExitCode, string Output)> RunToEndAsync(
        string program, string app, string folder, IEnumerable<(string Key, string Value)> settings)
    {
        using var process = Launch(program, app, folder, settings, []);
        using var limit = new CancellationTokenSource(s_startLimit);
        try
        {
            var error = process.StandardError.ReadToEndAsync(limit.Token);
            var output = await process.StandardOutput.ReadToEndAsync(limit.Token) + await error;
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, output);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    /// <summary>Ends host and worker at once, as SIGKILL does: neither gets to clean up.</summary>
    /// <param name="withAll">Whether whatever the worker runs ends with it, as when the machine does; else that goes on by itself.</param>
    public async Task KillAsync(bool withAll)
    {
        if (withAll)
        {
            _process.Kill(entireProcessTree: true);
        }
        else
        {
            // The worker first: it would hear of the host's end and stop in order.
            KillWorker();
            _process.Kill();
        }

        await _process.WaitForExitAsync();
    }

    /// <summary>Ends the worker alone at once; its host starts another.</summary>
    public void KillWorker()
    {
        if (WorkerId is { } id)
        {
            using var worker = Process.GetProcessById(id);
            worker.Kill();
        }
    }

    /// <summary>Asks the host to end, as SIGTERM does, and waits until it has.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start(new ProcessStartInfo("kill") { ArgumentList = { "-TERM", $"{_process.Id}" } })!;
        await kill.WaitForExitAsync();
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

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

    private static Process Launch(
        string program, string app, string folder, IEnumerable<(string Key, string Value)> settings, IEnumerable<string> within)
    {
        string[] command = [.. within, "dotnet", program, "--app", app, "--root", folder];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_URLS"] = "http://127.0.0.1:0" },
        };
        start.Environment.Remove("KUBECONFIG");
        foreach (var (key, value) in settings)
        {
            start.Environment[key] = value;
        }

        return Process.Start(start)!;
    }

    // Linux tells a process's children by thread.
    private static IEnumerable<int> Children(int id) => Directory.EnumerateDirectories($"/proc/{id}/task")
        .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Select(child => int.Parse(child, CultureInfo.InvariantCulture));

    private void Read(string? line, TaskCompletionSource<Uri> listening)
    {
        if (line is null)
        {
            return;
        }

        _output.Enqueue(line);
        if (Listening().Match(line) is { Success: true } match)
        {
            listening.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"listening on: (http://\S+)", RegexOptions.IgnoreCase)]
    private static partial Regex Listening();
}
