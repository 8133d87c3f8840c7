using System.Globalization;
using System.Net;
using Functions.Kubernetes.Connection;
using k8s;
using k8s.Models;
using Stores.Core;

namespace Functions.Kubernetes.Namespaces;

/// <summary>A store's namespace: how it is made, and how it is told from others.</summary>
internal static class StoreNamespace
{
    private const string OperatorRole = "store-operator";

    /// <summary>The namespace of the store's name, whosever it is; null when there is none.</summary>
    public static Task<V1Namespace?> FindAsync(this IKubernetes client, StoreIdentity store, CancellationToken cancellationToken) =>
        KubernetesFailures.IgnoreAsync(
            HttpStatusCode.NotFound,
            $"read namespace {store.Resources.Namespace}",
            () => client.CoreV1.ReadNamespaceAsync(store.Resources.Namespace, cancellationToken: cancellationToken));

    public static V1Namespace Describe(StoreIdentity store)
    {
        var labels = Labels(store);
        foreach (var mode in new[] { "enforce", "audit", "warn" })
        {
            labels[$"pod-security.kubernetes.io/{mode}"] = "restricted";
        }

        return new V1Namespace { Metadata = new V1ObjectMeta { Name = store.Resources.Namespace, Labels = labels } };
    }

    public static Dictionary<string, string> Labels(StoreIdentity store) => new()
    {
        ["app.kubernetes.io/managed-by"] = "serverless-stores",
        [StoreResources.StoreLabel] = store.Name.Value,
        [StoreResources.GenerationLabel] = store.Generation.ToString(CultureInfo.InvariantCulture),
        [StoreResources.InstallationLabel] = store.Installation,
    };

    /// <summary>Whether a namespace carries the labels of this store, of this generation, as this installation made it.</summary>
    public static bool Belongs(IMetadata<V1ObjectMeta> ns, StoreIdentity store) =>
        ns.GetLabel(StoreResources.StoreLabel) == store.Name.Value
        && ns.GetLabel(StoreResources.GenerationLabel) == store.Generation.ToString(CultureInfo.InvariantCulture)
        && ns.GetLabel(StoreResources.InstallationLabel) == store.Installation;

    /// <summary>What keeps a namespace, in the words of its conditions; whole sentences.</summary>
    public static string Explain(V1Namespace ns)
    {
        var conditions = ns.Status?.Conditions?.Where(condition => condition.Status == "True")
            .Select(condition => $"{condition.Type}: {condition.Message?.TrimEnd('.')}.").ToList();
        return conditions is { Count: > 0 } ? string.Join(" ", conditions) : $"it is {ns.Status?.Phase ?? "Active"} and says no more.";
    }

    /// <summary>Gives the app's service account (namespace/name) the operator's rights in the namespace.</summary>
    public static V1RoleBinding AccountBinding(string account) => new()
    {
        Metadata = new V1ObjectMeta { Name = OperatorRole },
        RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = OperatorRole },
        Subjects = [new Rbacv1Subject { Kind = "ServiceAccount", NamespaceProperty = account.Split('/')[0], Name = account.Split('/')[1] }],
    };
}
