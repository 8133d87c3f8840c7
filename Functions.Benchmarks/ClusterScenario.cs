using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Reflection;
using System.Text.Json;
using Functions.SimulatedCluster;
using k8s;
using k8s.Models;

namespace Functions.Benchmarks;

/// <summary>
/// Ten thousand namespaces on the simulated cluster: making them, what they weigh, a sweep over them, and a start with them.
/// </summary>
internal sealed class ClusterScenario : Scenario
{
    /// <summary>
    /// The argument that makes the program start a cluster on the folder that follows and print the milliseconds to its first answer.
    /// </summary>
    public const string Serve = "serve-cluster";

    private const int Namespaces = 10_000;
    private const int Starts = 9;
    private const int Sweeps = 21;
    private const string Label = "app.kubernetes.io/managed-by";

    public override string Name => "cluster";

    /// <summary>Starts a cluster, asks it for one namespace and prints how long that took.</summary>
    public static async Task RunAsync(string folder)
    {
        Console.WriteLine((await AnswerAsync(folder)).ToString(CultureInfo.InvariantCulture));
    }

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        var (empty, full) = (NewFolder(), NewFolder());
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var figures = new List<Figure>();
        await using (var server = await StartAsync(full))
        {
            figures.Add(new Figure(
                $"{Namespaces:N0} namespaces created by KubernetesClient, 16 at a time", await FillAsync(server), "namespaces/s"));
            using var http = Connect(server);
            var times = new List<TimeSpan>();
            for (var i = 0; i < Sweeps; i++)
            {
                times.Add(await SweepAsync(http));
            }

            figures.AddRange(Figure.Of("All of them listed by label, metadata alone, pages of 500", times, median: AtMost(1000)));
        }

        await using (var server = await StartAsync(full))
        {
            using var http = Connect(server);
            await SweepAsync(http);
            figures.Add(new Figure(
                "Managed memory with them, after a start and a sweep",
                (GC.GetTotalMemory(forceFullCollection: true) - before) / 1024d / 1024,
                "MiB"));
        }

        foreach (var (what, folder) in new[] { ("empty folder", empty), ($"{Namespaces:N0} namespaces", full) })
        {
            figures.Add(await MeasureStartAsync($"{what}, in a running process", () => AnswerAsync(folder)));
            figures.Add(await MeasureStartAsync($"{what}, in a new process", () => AnswerInNewProcessAsync(folder)));
        }

        return figures;
    }

    private static async Task<double> AnswerAsync(string folder)
    {
        var begun = Stopwatch.GetTimestamp();
        await using var server = await StartAsync(folder);
        using var http = Connect(server);
        using var answer = await http.GetAsync(new Uri("/api/v1/namespaces/default", UriKind.Relative));
        answer.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
    }

    private static Task<SimulatedClusterServer> StartAsync(string folder) =>
        SimulatedClusterServer.StartAsync(new SimulatedClusterOptions { Folder = folder, Persist = true }, CancellationToken.None);

    private static HttpClient Connect(SimulatedClusterServer server)
    {
        using var kubeconfig = JsonDocument.Parse(File.ReadAllBytes(server.KubeconfigPath));
        var token = kubeconfig.RootElement.GetProperty("users")[0].GetProperty("user").GetProperty("token").GetString();
        var http = new HttpClient(new HttpClientHandler { ServerCertificateCustomValidationCallback = (_, _, _, _) => true })
        {
            BaseAddress = server.Endpoint,
        };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        http.DefaultRequestHeaders.Accept.ParseAdd("application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io");
        return http;
    }

    private static async Task<double> FillAsync(SimulatedClusterServer server)
    {
        using var client = new k8s.Kubernetes(
            await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(server.KubeconfigPath)));
        var begun = Stopwatch.GetTimestamp();
        await ForEachAsync(Namespaces, 16, number => client.CoreV1.CreateNamespaceAsync(new V1Namespace
        {
            Metadata = new V1ObjectMeta { Name = $"store-{number:D5}", Labels = new Dictionary<string, string> { [Label] = "benchmark" } },
        }));
        var perSecond = PerSecond(Namespaces, begun);
        while ((await client.CoreV1.ListServiceAccountForAllNamespacesAsync()).Items.Count < Namespaces)
        {
            await Task.Delay(100);
        }

        return perSecond;
    }

    private static async Task<TimeSpan> SweepAsync(HttpClient http)
    {
        var begun = Stopwatch.GetTimestamp();
        var (seen, token) = (0, "");
        do
        {
            await using var page = await http.GetStreamAsync(new Uri(
                $"/api/v1/namespaces?labelSelector={Label}%3Dbenchmark&limit=500&continue={Uri.EscapeDataString(token)}",
                UriKind.Relative));
            using var list = await JsonDocument.ParseAsync(page);
            seen += list.RootElement.GetProperty("items").GetArrayLength();
            token = list.RootElement.GetProperty("metadata").TryGetProperty("continue", out var more) ? more.GetString()! : "";
        }
        while (token.Length > 0);
        return seen == Namespaces
            ? Stopwatch.GetElapsedTime(begun)
            : throw new InvalidOperationException($"{seen} of {Namespaces} namespaces were listed.");
    }

    private static async Task<Figure> MeasureStartAsync(string what, Func<Task<double>> start)
    {
        var times = new List<double>();
        for (var i = 0; i < Starts; i++)
        {
            times.Add(await start());
        }

        return new Figure($"Start to first answer, {what}, median", times.Order().ElementAt(Starts / 2), "ms", AtMost(300));
    }

    private static async Task<double> AnswerInNewProcessAsync(string folder)
    {
        using var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!,
            Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
                ? ["exec", Assembly.GetExecutingAssembly().Location, Serve, folder]
                : [Serve, folder])
        {
            RedirectStandardOutput = true,
        })!;
        var printed = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return double.Parse(printed, CultureInfo.InvariantCulture);
    }
}
