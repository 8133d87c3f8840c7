using System.Diagnostics;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace Functions.Benchmarks;

/// <summary>From the start of a process to its first HTTP response, on an empty file and on one with ten thousand instances; and what an ASP.NET Core app that does nothing takes for it.</summary>
internal sealed class StartUpScenario : Scenario
{
    private const int Starts = 11;

    public override string Name => "start-up";

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        var full = BenchmarkRuntime.NewFolder();
        await using (var runtime = await BenchmarkRuntime.StartAsync(StartUp.StateFolder(full)))
        {
            await WaitingScenario.StartAsync(runtime, "waiting", 10_000);
        }

        var bare = new List<TimeSpan>();
        var empty = new List<TimeSpan>();
        var filled = new List<TimeSpan>();
        for (var i = 0; i < Starts; i++)
        {
            bare.Add(await StartUp.MeasureAsync(StartUp.ServeBare, BenchmarkRuntime.NewFolder()));
            empty.Add(await StartUp.MeasureAsync(StartUp.Serve, BenchmarkRuntime.NewFolder()));
            filled.Add(await StartUp.MeasureAsync(StartUp.Serve, full));
        }

        return
        [
            Median("a bare ASP.NET Core app", bare),
            Median("empty file", empty, AtMost(400)),
            Median("10,000 instances", filled, AtMost(1000)),
        ];

        static Figure Median(string what, List<TimeSpan> times, Target? target = null) =>
            new($"Start to first HTTP response, {what}, median", times.Order().ElementAt(Starts / 2).TotalMilliseconds, "ms", target);
    }
}

internal static class StartUp
{
    /// <summary>The argument that makes the program serve this assembly's functions, with the app's root in the folder that follows.</summary>
    public const string Serve = "serve";

    /// <summary>The argument that makes it serve one route and nothing else.</summary>
    public const string ServeBare = "serve-bare";

    public static string StateFolder(string appRoot) => Directory.CreateDirectory(Path.Combine(appRoot, ".serverless")).FullName;

    public static async Task RunAsync(string what, string folder)
    {
        string[] args = ["--urls", $"http://127.0.0.1:{await File.ReadAllTextAsync(Path.Combine(folder, "port"))}"];
        if (what == ServeBare)
        {
            var app = WebApplication.CreateSlimBuilder(args).Build();
            app.MapGet("/api/hello", () => "hello");
            await app.RunAsync();
            return;
        }

        var builder = FunctionsApplication.CreateBuilder(args, Assembly.GetExecutingAssembly(), folder);
        builder.ConfigureFunctionsWebApplication();
        await builder.Build().RunAsync();
    }

    public static async Task<TimeSpan> MeasureAsync(string what, string folder)
    {
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "host.json"), "{}");
        await File.WriteAllTextAsync(Path.Combine(folder, "port"), $"{port}");
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
            ? ["exec", Assembly.GetExecutingAssembly().Location, what, folder]
            : [what, folder])
        {
            RedirectStandardOutput = true,
        })!;
        while (!await AnswersAsync(port))
        {
            await Task.Delay(2);
        }

        var taken = Stopwatch.GetElapsedTime(begun);
        process.Kill();
        await process.WaitForExitAsync();
        return taken;
    }

    private static async Task<bool> AnswersAsync(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync("127.0.0.1", port);
            await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes("GET /api/hello HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"));
            using var reader = new StreamReader(client.GetStream());
            return (await reader.ReadToEndAsync()).StartsWith("HTTP/1.1 200", StringComparison.Ordinal);
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
