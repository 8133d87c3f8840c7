using System.Collections.Concurrent;
using System.Text;
using CliWrap;
using CliWrap.Buffered;
using Functions.Tests.Architecture;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Functions.IntegrationTests.Chart;

/// <summary>A copy of tools/bump and of what it changes, and a server for what it fetches.</summary>
internal sealed class BumpStage : IAsyncDisposable, IDisposable
{
    private static readonly string[] s_tools = ["bash", "curl", "unzip"];

    private static readonly Lazy<string?> s_missing = new(() =>
    {
        var folders = Environment.GetEnvironmentVariable("PATH")!.Split(':');
        var tool = s_tools.FirstOrDefault(tool => !folders.Any(folder => File.Exists(System.IO.Path.Combine(folder, tool))));
        return tool is null ? null : $"There is no {tool}: install Debian's package {tool}.";
    });

    private readonly TempFolder _folder = new();
    private readonly Dictionary<string, string> _before = [];
    private WebApplication? _app;

    /// <summary>Why it cannot run; null when it can.</summary>
    public static string? Missing => s_missing.Value;

    /// <summary>What answers, by path; everything else is not found.</summary>
    public ConcurrentDictionary<string, RequestDelegate> Answers { get; } = new();

    /// <summary>The server's host and port.</summary>
    public string Host => new Uri(_app!.Urls.Single()).Authority;

    public async Task StartAsync()
    {
        foreach (var folder in new[] { "charts/store", "images/store", "tools" })
        {
            foreach (var file in Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, folder), "*", SearchOption.AllDirectories)
                .Where(file => folder != "tools" || System.IO.Path.GetFileName(file) == "bump"))
            {
                var copy = Path(System.IO.Path.GetRelativePath(Repository.Root, file));
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
        }

        Begin();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(context =>
        {
            if (Answers.TryGetValue(context.Request.Path, out var answer))
            {
                return answer(context);
            }

            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        });
        await _app.StartAsync();
    }

    /// <summary>Where a file of the copy is.</summary>
    public string Path(string file) => System.IO.Path.Combine(_folder.Path, file);

    public string Read(string file) => File.ReadAllText(Path(file));

    /// <summary>The address of a path at the server.</summary>
    public string At(string path) => $"http://{Host}{path}";

    public void Serve(string path, byte[] body) => Answers[path] = context => context.Response.Body.WriteAsync(body).AsTask();

    public void Serve(string path, string body) => Serve(path, Encoding.UTF8.GetBytes(body));

    /// <summary>Takes the files as they are now for those that <see cref="Changed"/> compares with.</summary>
    public void Begin()
    {
        foreach (var file in Files())
        {
            _before[file] = Read(file);
        }
    }

    /// <summary>The files that are not what they were, or were not there.</summary>
    public IReadOnlyList<string> Changed() =>
        [.. Files().Where(file => _before.GetValueOrDefault(file) != Read(file)).Order(StringComparer.Ordinal)];

    /// <summary>Runs the command.</summary>
    /// <returns>Its exit code, and all that it printed.</returns>
    public async Task<(int Code, string Said)> RunAsync(params string[] arguments)
    {
        var run = await Cli.Wrap("bash").WithArguments([Path("tools/bump"), .. arguments])
            .WithEnvironmentVariables(variables => variables.Set("no_proxy", "127.0.0.1"))
            .WithValidation(CommandResultValidation.None)
            .ExecuteBufferedAsync();
        return (run.ExitCode, run.StandardOutput + run.StandardError);
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    private IEnumerable<string> Files() => Directory.EnumerateFiles(_folder.Path, "*", SearchOption.AllDirectories)
        .Select(file => System.IO.Path.GetRelativePath(_folder.Path, file));
}
