using System.Net;
using System.Text.Json;
using Functions.Kubernetes.Connection;
using k8s;
using k8s.Models;

namespace Functions.Kubernetes.Removal;

/// <summary>A kind whose objects may keep a namespace: how they are listed and how their finalizers are removed.</summary>
internal sealed class BlockingResource(
    Func<string, CancellationToken, Task<IReadOnlyList<BlockingObject>>> list,
    Func<V1Patch, string, string, CancellationToken, Task<object>> patch)
{
    // The groups of what a store's chart makes and of what makes its certificate.
    private static readonly Dictionary<string, string> s_versions = new(StringComparer.Ordinal)
    {
        ["apps"] = "v1",
        ["batch"] = "v1",
        ["networking.k8s.io"] = "v1",
        ["policy"] = "v1",
        ["rbac.authorization.k8s.io"] = "v1",
        ["cert-manager.io"] = "v1",
        ["acme.cert-manager.io"] = "v1",
    };

    /// <summary>The kind by its plural and group; null for one that this app does not know.</summary>
    public static BlockingResource? Of(IKubernetes client, string resource)
    {
        var dot = resource.IndexOf('.', StringComparison.Ordinal);
        var (plural, group) = dot < 0 ? (resource, "") : (resource[..dot], resource[(dot + 1)..]);
        return (plural, group) switch
        {
            ("configmaps", "") => new(
                async (ns, token) => Kept((await client.CoreV1.ListNamespacedConfigMapAsync(ns, cancellationToken: token)).Items),
                async (patch, name, ns, token) => await client.CoreV1.PatchNamespacedConfigMapAsync(
                    patch, name, ns, cancellationToken: token)),
            ("pods", "") => new(
                async (ns, token) => Kept((await client.CoreV1.ListNamespacedPodAsync(ns, cancellationToken: token)).Items),
                async (patch, name, ns, token) => await client.CoreV1.PatchNamespacedPodAsync(patch, name, ns, cancellationToken: token)),
            ("services", "") => new(
                async (ns, token) => Kept(
                    (await client.CoreV1.ListNamespacedServiceAsync(ns, cancellationToken: token)).Items,
                    service => service.Spec.Type == "LoadBalancer"),
                async (patch, name, ns, token) => await client.CoreV1.PatchNamespacedServiceAsync(
                    patch, name, ns, cancellationToken: token)),
            ("persistentvolumeclaims", "") => new(
                async (ns, token) => Kept(
                    (await client.CoreV1.ListNamespacedPersistentVolumeClaimAsync(ns, cancellationToken: token)).Items),
                (_, _, _, _) => throw new NotSupportedException("The finalizers of claims are never stripped.")),
            _ when s_versions.TryGetValue(group, out var version) => new(
                async (ns, token) => Kept(
                    await client.CustomObjects.ListNamespacedCustomObjectAsync<JsonElement>(
                        group, version, ns, plural, cancellationToken: token)),
                (patch, name, ns, token) => client.CustomObjects.PatchNamespacedCustomObjectAsync(
                    patch, group, version, ns, plural, name, cancellationToken: token)),
            _ => null,
        };
    }

    public Task<IReadOnlyList<BlockingObject>> ListAsync(string ns, CancellationToken cancellationToken) => list(ns, cancellationToken);

    /// <summary>Removes the finalizers of an object as it was seen.</summary>
    /// <returns>False when it went by itself meanwhile.</returns>
    public async Task<bool> StripAsync(string ns, BlockingObject found, CancellationToken cancellationToken)
    {
        // With its version: what was changed meanwhile is looked at again rather than overwritten.
        var body = JsonSerializer.Serialize(new { metadata = new { resourceVersion = found.Version, finalizers = (string[]?)null } });
        return await KubernetesFailures.IgnoreAsync(
            HttpStatusCode.NotFound, $"strip finalizers of {found.Name} in {ns}",
            () => patch(new V1Patch(body, V1Patch.PatchType.MergePatch), found.Name, ns, cancellationToken)) is not null;
    }

    private static List<BlockingObject> Kept<T>(IEnumerable<T> items, Func<T, bool>? isLoadBalancer = null)
        where T : IKubernetesObject<V1ObjectMeta> =>
    [
        .. items.Where(item => item.Metadata.Finalizers?.Count > 0)
            .Select(item => new BlockingObject(
                item.Name(), item.Metadata.ResourceVersion, isLoadBalancer?.Invoke(item) == true, [.. item.Metadata.Finalizers])),
    ];

    private static List<BlockingObject> Kept(JsonElement listed) =>
        Kept(
            listed.GetProperty("items").EnumerateArray().Select(
                item => new Named { Metadata = KubernetesJson.Deserialize<V1ObjectMeta>(item.GetProperty("metadata").GetRawText()) }));

    private sealed class Named : IKubernetesObject<V1ObjectMeta>
    {
        public string ApiVersion { get; set; } = "";

        public string Kind { get; set; } = "";

        public required V1ObjectMeta Metadata { get; set; }
    }
}
