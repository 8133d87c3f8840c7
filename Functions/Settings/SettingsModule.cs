using Functions.Api.Http;
using Functions.Helm;
using Functions.Kubernetes.Connection;
using Functions.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Drift;
using Stores.Lifecycle;
using Stores.Sweeps;

namespace Functions.Settings;

/// <summary>All settings of the app, as docs/settings.md lists them; wrong ones end the start, all named at once.</summary>
internal static class SettingsModule
{
    public static IServiceCollection AddSettings(this IServiceCollection services, IConfiguration configuration) => services
        .AddSection<ApiOptions>(configuration, "Api")
        .AddSection<KubernetesOptions>(configuration, "Kubernetes")
        .AddSection<HelmOptions>(configuration, "Helm")
        .AddSection<SecretsOptions>(configuration, "Secrets")
        .AddSection<OperationSettings>(configuration, "Operations")
        .AddSection<SweepSettings>(configuration, "Sweeps")
        .AddSection<RepairSettings>(configuration, "Repair");

    private static IServiceCollection AddSection<T>(this IServiceCollection services, IConfiguration configuration, string section)
        where T : class, ISettings
    {
        services.AddOptions<T>().Bind(configuration.GetSection(section)).ValidateOnStart();
        return services.AddSingleton<IValidateOptions<T>>(new SettingsValidator<T>(section));
    }
}
