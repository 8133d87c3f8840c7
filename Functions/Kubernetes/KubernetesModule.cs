using Functions.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Functions.Kubernetes;

/// <summary>The cluster as services.</summary>
internal static class KubernetesModule
{
    /// <summary>Section <c>Kubernetes</c> of the configuration holds <see cref="KubernetesOptions"/>.</summary>
    public static IServiceCollection AddKubernetes(this IServiceCollection services, IConfiguration configuration)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<KubernetesOptions>().Bind(configuration.GetSection("Kubernetes")).ValidateOnStart();
        services.AddSingleton<IValidateOptions<KubernetesOptions>, KubernetesOptionsValidator>();
        services.AddSingleton<ClusterConnection>();
        services.AddSingleton(
            provider => new StartUpFact(() => $"Kubernetes cluster: {provider.GetRequiredService<ClusterConnection>().Describe()}"));
        services.AddSingleton<IStoreCluster, StoreCluster>();
        services.AddSingleton<ICopiedSecrets, CopiedSecrets>();
        services.AddSingleton<IStoreSurveyor, StoreSurveyor>();
        services.AddSingleton<IReleaseRecords, ReleaseRecords>();
        services.AddSingleton<IReleaseObjects, ReleaseObjects>();
        services.AddSingleton<IStoreChecks, StoreChecks>();
        services.AddSingleton<IStoreSymptoms, StoreSymptoms>();
        services.AddSingleton<IClusterSurvey, ClusterSurvey>();
        services.AddSingleton<INamespaceFinalizers, NamespaceFinalizers>();
        return services.AddHostedService<ConfiguredCluster>();
    }

    private sealed class KubernetesOptionsValidator : IValidateOptions<KubernetesOptions>
    {
        public ValidateOptionsResult Validate(string? name, KubernetesOptions options)
        {
            var errors = options.FindErrors().ToList();
            return errors.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(errors);
        }
    }
}
