using System.Diagnostics;
using System.Net.Sockets;
using System.Reflection;
using System.Text;
using Microsoft.Azure.Functions.Worker.Builder;
using Microsoft.Extensions.Hosting;

namespace Functions.Benchmarks;

/// <summary>From the start of a process to its first HTTP response, on an empty file and on one with ten thousand instances.</summary>
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

        var empty = new List<TimeSpan>();
        var filled = new List<TimeSpan>();
        for (var i = 0; i < Starts; i++)
        {
            empty.Add(await StartUp.MeasureAsync(BenchmarkRuntime.NewFolder()));
            filled.Add(await StartUp.MeasureAsync(full));
        }

        empty.Sort();
        filled.Sort();
        return
        [
            new Figure("Start to first HTTP response, empty file, median", empty[Starts / 2].TotalMilliseconds, "ms", AtMost(400)),
            new Figure("Start to first HTTP response, 10,000 instances, median", filled[Starts / 2].TotalMilliseconds, "ms", AtMost(1000)),
        ];
    }
}

internal static class StartUp
{
    public static string StateFolder(string appRoot) => Directory.CreateDirectory(Path.Combine(appRoot, ".serverless")).FullName;

    /// <summary>Serves this assembly's functions with the app's root in a folder.</summary>
    public static async Task ServeAsync(string folder)
    {
        var builder = FunctionsApplication.CreateBuilder(["--urls", $"http://127.0.0.1:{await File.ReadAllTextAsync(Path.Combine(folder, "port"))}"], Assembly.GetExecutingAssembly(), folder);
        builder.ConfigureFunctionsWebApplication();
        await builder.Build().RunAsync();
    }

    public static async Task<TimeSpan> MeasureAsync(string folder)
    {
        var port = FreePort();
        await File.WriteAllTextAsync(Path.Combine(folder, "host.json"), "{}");
        await File.WriteAllTextAsync(Path.Combine(folder, "port"), $"{port}");
        var begun = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
            ? ["exec", Assembly.GetExecutingAssembly().Location, "serve", folder]
            : ["serve", folder])
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
