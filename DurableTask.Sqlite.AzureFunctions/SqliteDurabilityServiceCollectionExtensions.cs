using Microsoft.Azure.WebJobs.Extensions.DurableTask;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace DurableTask.Sqlite.AzureFunctions;

/// <summary>Adds the provider to a host.</summary>
public static class SqliteDurabilityServiceCollectionExtensions
{
    /// <summary>Lets host.json choose the storage provider "sqlite".</summary>
    /// <param name="services">The services of the host that has the Durable Task extension.</param>
    /// <param name="configure">What the host chooses beyond host.json; null for nothing.</param>
    public static IServiceCollection AddSqliteDurability(
        this IServiceCollection services, Action<SqliteDurabilityOptions>? configure = null)
    {
        services.AddOptions<SqliteDurabilityOptions>().Configure(configure ?? (_ => { }));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IDurabilityProviderFactory, SqliteDurabilityProviderFactory>());
        return services;
    }
}
