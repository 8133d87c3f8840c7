using Functions.Api.Http;
using Functions.Api.Repairs;
using Functions.Api.Stores;
using Functions.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Functions.Api;

/// <summary>What the API's functions need.</summary>
internal static class ApiModule
{
    public static IServiceCollection AddApi(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<Decisions>();
        services.AddSingleton<StoreOperations>();
        services.AddSingleton<RepairPauses>();
        services.AddSingleton(provider => Front.Of(
            provider.GetRequiredService<IOptions<ApiOptions>>().Value, configuration[Front.LocalHostUrls], configuration[Front.CoreTools]));
        services.AddSingleton(provider => new StartUpFact(() => provider.GetRequiredService<Front>().Describe()));
        return services;
    }
}
