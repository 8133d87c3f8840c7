using System.Reflection;
using Functions.LocalRuntime.Discovery;
using Functions.LocalRuntime.Dispatch;
using Functions.LocalRuntime.Triggers;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Functions.LocalRuntime.Hosting;

/// <summary>The local runtime as services.</summary>
internal static class LocalRuntimeServices
{
    /// <summary>Runs the functions of an assembly.</summary>
    public static IServiceCollection AddLocalRuntime(this IServiceCollection services, Assembly functions, LocalRuntimeOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(FunctionCatalog.Discover(functions));
        services.AddSingleton(options);
        services.AddSingleton<IFunctionInvoker, FunctionInvoker>();
        services.AddSingleton<HttpTriggers>();
        services.AddSingleton<ScheduleStatusFile>();
        services.AddDurableEngine();
        return services.AddHostedService<TimerTriggers>();
    }
}
