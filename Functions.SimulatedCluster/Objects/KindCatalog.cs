using System.Reflection;
using k8s;
using k8s.Models;

namespace Functions.SimulatedCluster.Objects;

/// <summary>A kind that the cluster knows.</summary>
/// <param name="Group">Empty for the core group.</param>
/// <param name="Version">The group's version.</param>
/// <param name="Name">The kind.</param>
/// <param name="Plural">The resource.</param>
/// <param name="Namespaced">Its scope.</param>
/// <param name="Model">KubernetesClient's type, whose JSON names are the kind's schema.</param>
internal sealed record Kind(string Group, string Version, string Name, string Plural, bool Namespaced, Type Model)
{
    /// <summary>Whether its status is a part that is written by itself.</summary>
    public bool HasStatus => Model.GetProperty("Status") is not null;

    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>Group and plural: what a resource is called in requests and errors.</summary>
    public string Resource => Group.Length == 0 ? Plural : $"{Plural}.{Group}";
}

/// <summary>
/// The stable kinds of Kubernetes, as KubernetesClient's model types and operations describe them; those that nothing is kept of have no
/// plural there.
/// </summary>
internal sealed class KindCatalog
{
    private readonly Dictionary<(string Group, string Version, string Plural), Kind> _byPath;
    private readonly Dictionary<(string ApiVersion, string Kind), Kind> _byKind;

    public KindCatalog()
    {
        All =
        [
            .. ReadKinds(),
            Review("authorization.k8s.io", "SelfSubjectAccessReview", typeof(V1SelfSubjectAccessReview)),
            Review("authorization.k8s.io", "SelfSubjectRulesReview", typeof(V1SelfSubjectRulesReview)),
            Review("authentication.k8s.io", "SelfSubjectReview", typeof(V1SelfSubjectReview)),
        ];
        _byPath = All.ToDictionary(kind => (kind.Group, kind.Version, kind.Plural));
        _byKind = All.ToDictionary(kind => (kind.ApiVersion, kind.Name));
    }

    public IReadOnlyList<Kind> All { get; }

    public Kind? Find(string group, string version, string plural) => _byPath.GetValueOrDefault((group, version, plural));

    public Kind? Find(string apiVersion, string kind) => _byKind.GetValueOrDefault((apiVersion, kind));

    public Kind Core(string plural) => _byPath[("", "v1", plural)];

    private static Kind Review(string group, string kind, Type model) =>
        new(group, "v1", kind, $"{kind.ToLowerInvariant()}s", false, model);

    // A kind's scope is not in its model type but in the operation that creates it: CreateNamespacedPod, CreateNamespace. The operations of
    // a group and version are a property of the client: CoreV1, StorageV1beta1.
    private static IEnumerable<Kind> ReadKinds() =>
        from operations in typeof(IKubernetes).GetInterfaces().Append(typeof(IKubernetes))
            .SelectMany(client => client.GetProperties()).Select(property => property.PropertyType)
        where operations.IsInterface && operations.Name.EndsWith("Operations", StringComparison.Ordinal)
        where !operations.Name.Contains("alpha", StringComparison.Ordinal) && !operations.Name.Contains("beta", StringComparison.Ordinal)
        from method in operations.GetMethods()
        where method.Name.StartsWith("Create", StringComparison.Ordinal)
            && method.Name.EndsWith("WithHttpMessagesAsync", StringComparison.Ordinal)
        let body = method.GetParameters().FirstOrDefault(parameter => parameter.Name == "body")?.ParameterType
        let entity = body?.GetCustomAttribute<KubernetesEntityAttribute>()
        where entity?.PluralName is { Length: > 0 }
        let named = method.Name[..^"WithHttpMessagesAsync".Length]
        where named.EndsWith(entity.Kind, StringComparison.Ordinal)
        group named.StartsWith("CreateNamespaced", StringComparison.Ordinal) by (entity, body) into kind
        let entity = kind.Key.entity
        select new Kind(entity.Group, entity.ApiVersion, entity.Kind, entity.PluralName, kind.Any(namespaced => namespaced), kind.Key.body);
}
