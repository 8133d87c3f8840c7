using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Diagnosis;
using Functions.Kubernetes.Drift;
using Functions.Kubernetes.Namespaces;
using Functions.Kubernetes.Releases;
using Functions.Kubernetes.Removal;
using Functions.Kubernetes.Workloads;
using Functions.Telemetry;
using Microsoft.Extensions.DependencyInjection;

namespace Functions.Kubernetes;

/// <summary>The cluster as services.</summary>
internal static class KubernetesModule
{
    public static IServiceCollection AddKubernetes(this IServiceCollection services)
    {
        services.AddSingleton<ClusterConnection>();
        services.AddSingleton(
            provider => new StartUpFact(() => $"Kubernetes cluster: {provider.GetRequiredService<ClusterConnection>().Describe()}"));
        services.AddSingleton<IStoreNamespaces, StoreNamespaces>();
        services.AddSingleton<IStoreWorkloads, StoreWorkloads>();
        services.AddSingleton<IStoreRemains, ClusterRemains>();
        services.AddSingleton<ICopiedSecrets, CopiedSecrets>();
        services.AddSingleton<IDriftObserver, DriftObserver>();
        services.AddSingleton<ReleaseRecords>();
        services.AddSingleton<IReleaseRecords>(provider => provider.GetRequiredService<ReleaseRecords>());
        services.AddSingleton<IReleaseObjects, ReleaseObjects>();
        services.AddSingleton<IStoreChecks, StoreChecks>();
        services.AddSingleton<IStoreSymptoms, StoreSymptoms>();
        services.AddSingleton<ISweptNamespaces, SweptNamespaces>();
        services.AddSingleton<INamespaceFinalizers, NamespaceFinalizers>();
        return services.AddHostedService<ConfiguredCluster>();
    }
}
