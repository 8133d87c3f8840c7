using System.Reflection;
using Functions.LocalRuntime;
using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.Dispatch;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.Runtime;

/// <summary>The durable engine on this assembly's functions, with its state in a file that a later host may go on with.</summary>
internal sealed class RuntimeHost : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(20);

    private readonly ServiceProvider _services;
    private bool _disposed;

    private RuntimeHost(ServiceProvider services, EngineFunctions.Gates gates) => (_services, Gates) = (services, gates);

    public DurableTaskClient Client => _services.GetRequiredService<DurableTaskClient>();

    public ITaskStore Store => _services.GetRequiredService<ITaskStore>();

    public EngineFunctions.Gates Gates { get; }

    public static Task<RuntimeHost> StartAsync(string stateFile, int sticky = 1000, Action<IServiceCollection>? configure = null) =>
        StartAsync(stateFile, new Options { Sticky = sticky, Configure = configure });

    public static async Task<RuntimeHost> StartAsync(string stateFile, Options options)
    {
        var collection = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(options.Gates)
            .AddSingleton(FunctionCatalog.Discover(Assembly.GetExecutingAssembly()))
            .AddSingleton(new LocalRuntimeOptions
            {
                AppRoot = ".",
                StateFile = stateFile,
                StickyOrchestrations = options.Sticky,
                FunctionTimeout = options.FunctionTimeout,
                MaxConcurrentActivityFunctions = options.MaxConcurrentActivityFunctions,
            })
            .AddSingleton<IFunctionInvoker, FunctionInvoker>()
            .AddDurableEngine();
        options.Configure?.Invoke(collection);
        var services = collection.BuildServiceProvider();
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return new RuntimeHost(services, options.Gates);
    }

    /// <summary>Starts an orchestration.</summary>
    public Task<string> StartAsync(string orchestrator, object? input = null) => Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input);

    /// <summary>Waits for the end of an orchestration.</summary>
    public async Task<OrchestrationMetadata> EndAsync(string id)
    {
        using var limit = new CancellationTokenSource(s_patience);
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, limit.Token);
    }

    /// <summary>Waits for the end of an orchestration that must succeed.</summary>
    public async Task<T> EndAsync<T>(string id)
    {
        var ended = await EndAsync(id);
        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{ended.RuntimeStatus}: {ended.SerializedOutput}");
        return ended.ReadOutputAs<T>()!;
    }

    /// <summary>Runs an orchestration that must succeed.</summary>
    public async Task<T> RunAsync<T>(string orchestrator, object? input = null) => await EndAsync<T>(await StartAsync(orchestrator, input));

    /// <summary>Runs an orchestration that must fail.</summary>
    /// <returns>Its output.</returns>
    public async Task<string> FailAsync(string orchestrator, object? input = null)
    {
        var ended = await EndAsync(await StartAsync(orchestrator, input));
        Assert.Equal(OrchestrationRuntimeStatus.Failed, ended.RuntimeStatus);
        return ended.SerializedOutput!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(grace.Token);
        }

        await _services.DisposeAsync();
    }

    internal sealed class Options
    {
        public int Sticky { get; set; } = 1000;

        public TimeSpan? FunctionTimeout { get; set; }

        public int MaxConcurrentActivityFunctions { get; set; } = 20;

        public Action<IServiceCollection>? Configure { get; set; }

        public EngineFunctions.Gates Gates { get; init; } = new();
    }
}
