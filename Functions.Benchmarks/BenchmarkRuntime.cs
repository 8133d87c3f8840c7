using DurableTask.Sqlite;
using Functions.IntegrationTests.InProcess;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Benchmarks;

/// <summary>
/// Functions on the provider within this process: DurableTask.Core's worker and the SDK, without host, protocol and processes between them.
/// </summary>
internal sealed class BenchmarkRuntime : IAsyncDisposable
{
    private static readonly FunctionCatalog s_functions = FunctionCatalog.Discover(typeof(BenchmarkApp.Ledger).Assembly);

    private readonly InProcessHost _host;

    private BenchmarkRuntime(InProcessHost host) => _host = host;

    public DurableTaskClient Client => _host.Client;

    /// <summary>Starts one.</summary>
    /// <param name="folder">Where its state is; null for a new folder.</param>
    /// <param name="historyCache">How many characters of history it keeps in memory.</param>
    /// <param name="functions">What runs; null for the benchmark app's.</param>
    /// <param name="configure">Adds services.</param>
    public static async Task<BenchmarkRuntime> StartAsync(
        string? folder = null, long? historyCache = null, FunctionCatalog? functions = null, Action<IServiceCollection>? configure = null)
    {
        var file = Path.Combine(folder ?? RunFolder.New(), "durable.db");
        return new BenchmarkRuntime(await InProcessHost.StartAsync(file, functions ?? s_functions, services =>
        {
            // As the product stores: what is acknowledged is on the disk.
            var settings = new SqliteOrchestrationServiceSettings { File = file };
            services.AddSingleton(_ => new SqliteOrchestrationService(
                historyCache is { } size ? new SqliteOrchestrationServiceSettings { File = file, HistoryCacheSize = size } : settings));
            configure?.Invoke(services);
        }));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
