using Functions.Api;
using Functions.Helm;
using Functions.Kubernetes;
using Functions.Secrets;
using Functions.Timers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Functions;

/// <summary>All that the app's functions are given.</summary>
internal static class AppModule
{
    public static IServiceCollection AddApp(this IServiceCollection services, IConfiguration configuration) => services
        .AddApi(configuration)
        .AddKubernetes(configuration)
        .AddHelm(configuration)
        .AddSecrets(configuration)
        .AddTimers(configuration);
}
