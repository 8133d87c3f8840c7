using System.Reflection;
using Functions.LocalRuntime;
using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.Dispatch;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Functions.Benchmarks;

/// <summary>The local runtime on this assembly's functions, with its state in a folder of its own.</summary>
internal sealed class BenchmarkRuntime : IAsyncDisposable
{
    // The name of a host.json that gives none.
    private const string Hub = "TestHubName";

    private readonly ServiceProvider _services;
    private readonly string _folder;
    private readonly bool _keepsFolder;

    private BenchmarkRuntime(ServiceProvider services, string folder, bool keepsFolder) => (_services, _folder, _keepsFolder) = (services, folder, keepsFolder);

    public DurableTaskClient Client => _services.GetRequiredService<DurableTaskClient>();

    public static async Task<BenchmarkRuntime> StartAsync(string? folder = null, int sticky = 1000)
    {
        var state = folder ?? NewFolder();
        var services = new ServiceCollection()
            .AddLogging()
            .AddSingleton(TimeProvider.System)
            .AddSingleton(FunctionCatalog.Discover(Assembly.GetExecutingAssembly()))
            .AddSingleton(new LocalRuntimeOptions { AppRoot = state, StateFile = Path.Combine(state, $"{Hub}.db"), StickyOrchestrations = sticky })
            .AddSingleton<IFunctionInvoker, FunctionInvoker>()
            .AddDurableEngine()
            .BuildServiceProvider();
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return new BenchmarkRuntime(services, state, keepsFolder: folder is not null);
    }

    public static string NewFolder() => Directory.CreateTempSubdirectory("benchmarks-").FullName;

    /// <summary>Does something for each number, some at a time.</summary>
    public static Task ForEachAsync(int count, int concurrency, Func<int, Task> work) => Parallel.ForEachAsync(
        Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = concurrency }, async (number, _) => await work(number));

    public async ValueTask DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await _services.DisposeAsync();
        if (!_keepsFolder)
        {
            Directory.Delete(_folder, recursive: true);
        }
    }
}
