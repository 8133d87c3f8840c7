using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Functions.Activities.Sweep;
using Functions.Entities;
using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Namespaces;
using Functions.Kubernetes.Releases;
using Functions.Secrets;
using Functions.SimulatedCluster;
using Functions.IntegrationTests.InProcess;
using k8s;
using k8s.Models;
using Microsoft.DurableTask.Entities;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Sweeps;

namespace Functions.Benchmarks;

/// <summary>
/// The survey of a sweep over ten thousand namespaces, with a store for each and with none: in a process of its own, so that its memory is
/// its own.
/// </summary>
internal sealed class SweepScenario : Scenario
{
    /// <summary>
    /// The argument that makes the program survey the cluster of the kubeconfig that follows, with the durable state in the folder after
    /// it.
    /// </summary>
    public const string Serve = "serve-sweep";

    private const int Namespaces = 10_000;
    private const int Surveys = 5;
    private const string Installation = "benchmark";

    public override string Name => "sweep";

    /// <summary>
    /// Surveys, and prints the requests, the orphans, the median milliseconds and the bytes by which the process' peak has grown, a line
    /// each.
    /// </summary>
    public static async Task RunAsync(string kubeconfig, string folder)
    {
        await using var runtime = await BenchmarkRuntime.StartAsync(folder);
        using var connection = new ClusterConnection(
            Options.Create(new KubernetesOptions { Kubeconfig = kubeconfig }), TimeProvider.System);
        var find = new FindOrphans(
            new SweptNamespaces(connection), new ReleaseRecords(connection, TimeProvider.System), new NoSweptSecrets(),
            TimeProvider.System);
        var request = new SweepRequest("sweep-benchmark", SweepTrigger.Request, DryRun: true, new SweepSettings(), DateTime.UtcNow)
        {
            Installation = Installation,
        };
        // What the first request and the first page compile and connect is no part of it.
        _ = await new SweptNamespaces(connection).ListNamespacesAsync("nobody", CancellationToken.None).ToListAsync();
        using var process = Process.GetCurrentProcess();
        var before = process.PeakWorkingSet64;
        var times = new List<double>();
        SweepSurvey survey = null!;
        for (var i = 0; i < Surveys; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            survey = await find.RunAsync(new FindOrphansInput(new SweepInput(request, []), []), runtime.Client, CancellationToken.None);
            times.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        process.Refresh();
        foreach (var figure in new[]
        {
            survey.Counts.ApiRequests,
            survey.Found,
            times.Order().ElementAt(Surveys / 2),
            process.PeakWorkingSet64 - before,
        })
        {
            Console.WriteLine(figure.ToString(CultureInfo.InvariantCulture));
        }
    }

    public override async Task<IEnumerable<Figure>> RunAsync()
    {
        await using var server = await SimulatedClusterServer.StartAsync(
            new SimulatedClusterOptions { Folder = NewFolder() }, CancellationToken.None);
        using var client = new k8s.Kubernetes(
            await KubernetesClientConfiguration.BuildConfigFromConfigFileAsync(new FileInfo(server.KubeconfigPath)));
        await ForEachAsync(Namespaces, 16, number => client.CoreV1.CreateNamespaceAsync(new V1Namespace
        {
            Metadata = new V1ObjectMeta
            {
                Name = $"store-{StoreOf(number)}",
                Labels = new Dictionary<string, string>
                {
                    [StoreResources.StoreLabel] = StoreOf(number),
                    [StoreResources.GenerationLabel] = "1",
                    [StoreResources.InstallationLabel] = Installation,
                },
            },
        }));

        // Those that have no store are looked into for releases: a request for each that is kept in sight.
        return
        [
            .. await SurveyAsync(
                "each with its store", server.KubeconfigPath, await RecordStoresAsync(), orphans: 0, requests: Namespaces / 500),
            .. await SurveyAsync(
                "none with a store", server.KubeconfigPath, NewFolder(), Namespaces, (Namespaces / 500) + OrphanPolicy.MostOrphans),
        ];
    }

    private static string StoreOf(int number) => $"s{number:D5}";

    /// <summary>A folder whose durable state has a record for each store.</summary>
    private static async Task<string> RecordStoresAsync()
    {
        var folder = NewFolder();
        await using var runtime = await BenchmarkRuntime.StartAsync(folder, functions: FunctionCatalog.Discover([typeof(RecordKeeper)]));
        var at = DateTime.UtcNow.AddDays(-1);
        await ForEachAsync(
            Namespaces, 100, number => runtime.Client.Entities.SignalEntityAsync(IdOf(number), nameof(RecordKeeper.Keep), new StoreRecord
            {
                Spec = new StoreSpec(StoreName.Parse(StoreOf(number)), StorePlan.Small, DatabaseEngine.MariaDb),
                Generation = 1,
                Installation = Installation,
                Phase = StorePhase.Ready,
                Timeline = [.. Enumerable.Range(0, 6).Select(step => new StepRecord($"Step{step}", at, at))],
                Url = "http://localhost:30000",
                CreatedAt = at,
                UpdatedAt = at,
            }));
        for (var number = 0; number < Namespaces; number++)
        {
            while (await runtime.Client.Entities.GetEntityAsync(IdOf(number), includeState: false) is null)
            {
                await Task.Delay(5);
            }
        }

        return folder;

        static EntityInstanceId IdOf(int number) => StoreEntity.IdOf(StoreName.Parse(StoreOf(number)));
    }

    private static async Task<IReadOnlyList<Figure>> SurveyAsync(string what, string kubeconfig, string folder, int orphans, int requests)
    {
        using var process = Process.Start(new ProcessStartInfo(
            Environment.ProcessPath!,
            Environment.ProcessPath!.EndsWith("dotnet", StringComparison.Ordinal)
                ? ["exec", Assembly.GetExecutingAssembly().Location, Serve, kubeconfig, folder]
                : [Serve, kubeconfig, folder])
        {
            RedirectStandardOutput = true,
        })!;
        var printed = (await process.StandardOutput.ReadToEndAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => double.Parse(line, CultureInfo.InvariantCulture)).ToList();
        await process.WaitForExitAsync();
        if (printed is not [_, var found, _, _] || found != orphans)
        {
            throw new InvalidOperationException(
                $"The survey printed {string.Join(", ", printed)}, and {orphans} orphans were to be found.");
        }

        return
        [
            new Figure($"Sweep of {Namespaces:N0} namespaces, {what}: Kubernetes requests", printed[0], "", AtMost(requests)),
            new Figure($"Sweep of {Namespaces:N0} namespaces, {what}: survey, median of {Surveys}", printed[2], "ms"),
            new Figure(
                $"Sweep of {Namespaces:N0} namespaces, {what}: growth of the peak working set in {Surveys} surveys",
                printed[3] / 1024 / 1024, "MiB"),
        ];
    }
}
