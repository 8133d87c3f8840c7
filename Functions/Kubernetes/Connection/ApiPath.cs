using k8s;
using k8s.Models;

namespace Functions.Kubernetes.Connection;

/// <summary>Where the API server has an object.</summary>
internal static class ApiPath
{
    /// <summary>The path of a namespaced object from the server's root: apis/apps/v1/namespaces/store-demo/deployments/web.</summary>
    /// <param name="found">An object of a kind that KubernetesClient knows.</param>
    /// <param name="ns">Its namespace.</param>
    public static string Of(IKubernetesObject<V1ObjectMeta> found, string ns)
    {
        var kind = found.GetType().GetKubernetesTypeMetadata();
        var root = kind.Group.Length == 0 ? "api" : $"apis/{kind.Group}";
        var (place, name) = (Uri.EscapeDataString(ns), Uri.EscapeDataString(found.Metadata.Name));
        return $"{root}/{kind.ApiVersion}/namespaces/{place}/{kind.PluralName}/{name}";
    }
}
