using DurableTask.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Functions.IntegrationTests.InProcess;

/// <summary>Functions on a durable state in a file, within this process; a later host may go on with the file.</summary>
internal sealed class InProcessHost : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ServiceProvider _services;
    private readonly CancellationTokenSource _death;
    private bool _ended;

    private InProcessHost(ServiceProvider services, CancellationTokenSource death) => (_services, _death) = (services, death);

    public DurableTaskClient Client => _services.GetRequiredService<DurableTaskClient>();

    public IServiceProvider Services => _services;

    public FunctionInvoker Invoker => _services.GetRequiredService<FunctionInvoker>();

    /// <summary>Cancelled when the host dies.</summary>
    public CancellationToken Death => _death.Token;

    /// <summary>Starts a host.</summary>
    /// <param name="stateFile">The durable state.</param>
    /// <param name="catalog">The functions.</param>
    /// <param name="configure">Adds services that the functions need, or replaces the driver's own.</param>
    public static Task<InProcessHost> StartAsync(string stateFile, FunctionCatalog catalog, Action<IServiceCollection>? configure = null) =>
        StartAsync(stateFile, catalog, (services, _) => configure?.Invoke(services));

    /// <summary>As the other; what is added may know when the host dies.</summary>
    public static async Task<InProcessHost> StartAsync(
        string stateFile, FunctionCatalog catalog, Action<IServiceCollection, CancellationToken> configure)
    {
        var death = new CancellationTokenSource();
        var collection = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(catalog)
            .AddSingleton(services => new SqliteOrchestrationService(
                new SqliteOrchestrationServiceSettings
                {
                    File = stateFile,
                    Synchronous = SqliteSynchronous.Normal,
                    TimeProvider = services.GetRequiredService<TimeProvider>(),
                }))
            .AddSingleton(services => MortalService.Of(services.GetRequiredService<SqliteOrchestrationService>(), death.Token))
            .AddSingleton<DurableTaskClient>(services => new InProcessClient(
                services.GetRequiredService<IDurableService>(), services.GetRequiredService<TimeProvider>()))
            .AddSingleton(services => new FunctionInvoker(services, death.Token))
            .AddSingleton(services => new InProcessWorker(
                services, catalog, services.GetRequiredService<FunctionInvoker>(), services.GetRequiredService<IDurableService>(),
                services.GetRequiredService<TimeProvider>()));
        configure(collection, death.Token);
        var host = new InProcessHost(collection.BuildServiceProvider(), death);
        await host._services.GetRequiredService<IDurableService>().CreateIfNotExistsAsync();
        await host._services.GetRequiredService<InProcessWorker>().StartAsync();
        return host;
    }

    /// <summary>Starts an orchestration.</summary>
    public Task<string> StartAsync(string orchestrator, object? input = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input);

    /// <summary>Waits for the end of an orchestration.</summary>
    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using var limit = new CancellationTokenSource(s_patience);
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, limit.Token);
    }

    /// <summary>Runs an orchestration that must succeed.</summary>
    public async Task<T> RunAsync<T>(string orchestrator, object? input = null) => await EndAsync<T>(await StartAsync(orchestrator, input));

    /// <summary>Waits for the end of an orchestration that must succeed.</summary>
    public async Task<T> EndAsync<T>(string id)
    {
        var ended = await EndAsync(id);
        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{ended.RuntimeStatus}: {ended.SerializedOutput}");
        return ended.ReadOutputAs<T>()!;
    }

    /// <summary>Dies as by SIGKILL: what runs stops where it is, and nothing more is written.</summary>
    public Task DieAsync() => StopAsync(isForced: true);

    /// <summary>Ends as by SIGTERM.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(isForced: false);
        _death.Dispose();
    }

    private async Task StopAsync(bool isForced)
    {
        if (_ended)
        {
            return;
        }

        _ended = true;
        if (isForced)
        {
            await _death.CancelAsync();
        }

        await _services.GetRequiredService<InProcessWorker>().StopAsync(isForced);
        await _services.DisposeAsync();
    }
}
