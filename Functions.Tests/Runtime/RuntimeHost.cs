using System.Reflection;
using Functions.LocalRuntime;
using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.Dispatch;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Functions.Tests.Runtime;

/// <summary>The durable engine on this assembly's functions, with its state in a file that a later host may go on with.</summary>
internal sealed class RuntimeHost : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private RuntimeHost(ServiceProvider services) => _services = services;

    public DurableTaskClient Client => _services.GetRequiredService<DurableTaskClient>();

    public static async Task<RuntimeHost> StartAsync(string stateFile, int sticky = 1000, Action<IServiceCollection>? configure = null)
    {
        var collection = new ServiceCollection()
            .AddLogging(logging => logging.SetMinimumLevel(LogLevel.Warning))
            .AddSingleton(TimeProvider.System)
            .AddSingleton(FunctionCatalog.Discover(Assembly.GetExecutingAssembly()))
            .AddSingleton(new LocalRuntimeOptions { AppRoot = ".", StateFile = stateFile, StickyOrchestrations = sticky })
            .AddSingleton<IFunctionInvoker, FunctionInvoker>()
            .AddDurableEngine();
        configure?.Invoke(collection);
        var services = collection.BuildServiceProvider();
        foreach (var hosted in services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }

        return new RuntimeHost(services);
    }

    /// <summary>Starts an orchestration and waits for its end.</summary>
    public async Task<OrchestrationMetadata> RunAsync(string orchestrator, object? input = null)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var id = await Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, limit.Token);
        return await Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, limit.Token);
    }

    /// <summary>Runs an orchestration that must succeed.</summary>
    public async Task<T> RunAsync<T>(string orchestrator, object? input = null)
    {
        var ended = await RunAsync(orchestrator, input);
        Assert.True(ended.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{ended.RuntimeStatus}: {ended.SerializedOutput}");
        return ended.ReadOutputAs<T>()!;
    }

    public async ValueTask DisposeAsync()
    {
        using var grace = new CancellationTokenSource(TimeSpan.FromSeconds(5));
        foreach (var hosted in _services.GetServices<IHostedService>())
        {
            await hosted.StopAsync(grace.Token);
        }

        await _services.DisposeAsync();
    }
}
