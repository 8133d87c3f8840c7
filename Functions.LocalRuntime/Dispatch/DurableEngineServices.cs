using Functions.LocalRuntime.Client;
using Functions.LocalRuntime.Storage;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Functions.LocalRuntime.Dispatch;

/// <summary>The durable engine as services.</summary>
internal static class DurableEngineServices
{
    public static IServiceCollection AddDurableEngine(this IServiceCollection services)
    {
        services.TryAddSingleton<ITaskStore>(provider =>
        {
            var options = provider.GetRequiredService<LocalRuntimeOptions>();
            return new SqliteTaskStore(options.StateFile, options.Synchronous);
        });
        return services
            .AddSingleton<DataConverter>(new LimitedDataConverter(JsonDataConverter.Default))
            .AddSingleton<DurableEngine>()
            .AddHostedService(provider => provider.GetRequiredService<DurableEngine>())
            .AddHostedService<Retention>()
            .AddSingleton<DurableTaskClient, LocalDurableTaskClient>();
    }
}
