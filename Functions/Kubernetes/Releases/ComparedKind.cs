using System.Text.Json;
using k8s;
using k8s.Models;
using Stores.Drift;

namespace Functions.Kubernetes.Releases;

/// <summary>A kind of object that a store's drift shows in.</summary>
/// <param name="Name">Kubernetes' kind.</param>
/// <param name="Read">Reads one from a document of a manifest.</param>
/// <param name="ListAsync">Lists those of a namespace.</param>
/// <param name="PatchAsync">Patches one, by namespace and name; null where nothing is ever patched.</param>
internal sealed record ComparedKind(
    string Name,
    Func<string, IKubernetesObject<V1ObjectMeta>> Read,
    Func<IKubernetes, string, CancellationToken, Task<IReadOnlyList<IKubernetesObject<V1ObjectMeta>>>> ListAsync,
    Func<IKubernetes, V1Patch, string, string, CancellationToken, Task>? PatchAsync = null)
{
    /// <summary>All of them, by kind.</summary>
    /// <remarks>
    /// Jobs end by themselves, claims keep their volumes; what else the chart has is put back with the rest whenever something here has
    /// drifted.
    /// </remarks>
    public static IReadOnlyDictionary<string, ComparedKind> All { get; } = new[]
    {
        Of<V1NetworkPolicy, V1NetworkPolicyList>(
            V1NetworkPolicy.KubeKind,
            (client, ns, cancel) => client.NetworkingV1.ListNamespacedNetworkPolicyAsync(ns, cancellationToken: cancel),
            (client, patch, ns, name, cancel) => client.NetworkingV1.PatchNamespacedNetworkPolicyAsync(
                patch, name, ns, cancellationToken: cancel)),
        Of<V1ResourceQuota, V1ResourceQuotaList>(
            V1ResourceQuota.KubeKind, (client, ns, cancel) => client.CoreV1.ListNamespacedResourceQuotaAsync(ns, cancellationToken: cancel),
            (client, patch, ns, name, cancel) => client.CoreV1.PatchNamespacedResourceQuotaAsync(
                patch, name, ns, cancellationToken: cancel)),
        Of<V1LimitRange, V1LimitRangeList>(
            V1LimitRange.KubeKind, (client, ns, cancel) => client.CoreV1.ListNamespacedLimitRangeAsync(ns, cancellationToken: cancel),
            (client, patch, ns, name, cancel) => client.CoreV1.PatchNamespacedLimitRangeAsync(patch, name, ns, cancellationToken: cancel)),
        Of<V1Deployment, V1DeploymentList>(
            V1Deployment.KubeKind, (client, ns, cancel) => client.AppsV1.ListNamespacedDeploymentAsync(ns, cancellationToken: cancel)),
        Of<V1StatefulSet, V1StatefulSetList>(
            V1StatefulSet.KubeKind, (client, ns, cancel) => client.AppsV1.ListNamespacedStatefulSetAsync(ns, cancellationToken: cancel)),
        Of<V1Service, V1ServiceList>(
            V1Service.KubeKind, (client, ns, cancel) => client.CoreV1.ListNamespacedServiceAsync(ns, cancellationToken: cancel)),
        Of<V1ConfigMap, V1ConfigMapList>(
            V1ConfigMap.KubeKind, (client, ns, cancel) => client.CoreV1.ListNamespacedConfigMapAsync(ns, cancellationToken: cancel)),
        Of<V1Ingress, V1IngressList>(
            V1Ingress.KubeKind, (client, ns, cancel) => client.NetworkingV1.ListNamespacedIngressAsync(ns, cancellationToken: cancel)),
    }.ToDictionary(kind => kind.Name, StringComparer.Ordinal);

    /// <summary>The object as JSON. The manifest's and the cluster's take the same way, so that both come out in the same form.</summary>
    public ClusterObject Describe(IKubernetesObject<V1ObjectMeta> found)
    {
        using var document = JsonDocument.Parse(KubernetesJson.Serialize(found));
        return new ClusterObject(Name, found.Metadata.Name, document.RootElement.Clone());
    }

    private static ComparedKind Of<T, TList>(
        string kind, Func<IKubernetes, string, CancellationToken, Task<TList>> list,
        Func<IKubernetes, V1Patch, string, string, CancellationToken, Task>? patch = null)
        where T : IKubernetesObject<V1ObjectMeta>
        where TList : IItems<T> => new(
            kind,
            document => KubernetesYaml.Deserialize<T>(document),
            async (client, ns, cancel) => [.. (await list(client, ns, cancel)).Items.Cast<IKubernetesObject<V1ObjectMeta>>()],
            patch);
}
