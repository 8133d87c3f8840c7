using Functions.Api;
using Functions.Helm;
using Functions.Kubernetes;
using Functions.Secrets;
using Functions.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Functions;

/// <summary>All that the app's functions are given.</summary>
internal static class AppModule
{
    public static IServiceCollection AddApp(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        return services.AddSettings(configuration).AddApi(configuration).AddKubernetes().AddHelm().AddSecrets(configuration);
    }
}
