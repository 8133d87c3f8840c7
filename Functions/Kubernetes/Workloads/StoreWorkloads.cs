using Functions.Kubernetes.Connection;
using Microsoft.Extensions.Options;
using Stores.Core;
using Stores.Readiness;

namespace Functions.Kubernetes.Workloads;

/// <summary>What runs of the stores, over KubernetesClient.</summary>
internal sealed class StoreWorkloads(ClusterConnection connection, IOptions<KubernetesOptions> options, TimeProvider clock)
    : IStoreWorkloads
{
    public Task<StoreObservation> ObserveAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync(
            $"observe {store.Resources.Namespace}",
            () => new WorkloadObserver(connection.Client, options.Value.NodeHost, clock).ObserveAsync(store, cancellationToken));
}
