using Functions.LocalRuntime.Client;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.LocalRuntime.Dispatch;

/// <summary>The durable engine as services.</summary>
internal static class DurableEngineServices
{
    public static IServiceCollection AddDurableEngine(this IServiceCollection services) => services
        .AddSingleton<DataConverter>(JsonDataConverter.Default)
        .AddSingleton<ITaskStore>(provider => new SqliteTaskStore(provider.GetRequiredService<LocalRuntimeOptions>().StateFile))
        .AddSingleton<DurableEngine>()
        .AddHostedService(provider => provider.GetRequiredService<DurableEngine>())
        .AddSingleton<DurableTaskClient, LocalDurableTaskClient>();
}
