using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Api;

/// <summary>A part of a resource that is read or written by itself.</summary>
/// <param name="Name">Its name in paths.</param>
/// <param name="Verbs">What can be done with it.</param>
/// <param name="Kind">What is read and written.</param>
internal sealed record Subresource(string Name, string[] Verbs, Kind Kind);

/// <summary>What can be done with the objects of a kind, and by which names.</summary>
internal static class ApiResources
{
    private static readonly string[] s_all = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly string[] s_change = ["get", "patch", "update"];

    // KubernetesClient's types know neither of these; people at kubectl do.
    private static readonly Dictionary<string, string> s_shortNames = new(StringComparer.Ordinal)
    {
        ["pods"] = "po",
        ["services"] = "svc",
        ["namespaces"] = "ns",
        ["nodes"] = "no",
        ["configmaps"] = "cm",
        ["events"] = "ev",
        ["serviceaccounts"] = "sa",
        ["persistentvolumes"] = "pv",
        ["persistentvolumeclaims"] = "pvc",
        ["resourcequotas"] = "quota",
        ["limitranges"] = "limits",
        ["deployments.apps"] = "deploy",
        ["statefulsets.apps"] = "sts",
        ["replicasets.apps"] = "rs",
        ["cronjobs.batch"] = "cj",
        ["ingresses.networking.k8s.io"] = "ing",
        ["networkpolicies.networking.k8s.io"] = "netpol",
        ["poddisruptionbudgets.policy"] = "pdb",
        ["storageclasses.storage.k8s.io"] = "sc",
    };

    // "kubectl get all" is far from all.
    private static readonly HashSet<string> s_inAll = new(StringComparer.Ordinal)
    {
        "pods", "services", "replicationcontrollers", "deployments.apps", "statefulsets.apps", "replicasets.apps", "daemonsets.apps",
        "jobs.batch", "cronjobs.batch", "horizontalpodautoscalers.autoscaling",
    };

    public static string[] VerbsOf(Kind kind) => Reviews.Concern(kind) ? ["create"] : s_all;

    public static string[] ShortNamesOf(Kind kind) => s_shortNames.GetValueOrDefault(kind.Resource) is { } name ? [name] : [];

    public static string[] CategoriesOf(Kind kind) => s_inAll.Contains(kind.Resource) ? ["all"] : [];

    public static IEnumerable<Subresource> PartsOf(Kind kind)
    {
        if (kind.HasStatus && !Reviews.Concern(kind))
        {
            yield return new Subresource("status", s_change, kind);
        }

        if (kind is { Name: "Pod", Group: "" })
        {
            yield return new Subresource("log", ["get"], kind);
        }

        if (Scales.Concern(kind))
        {
            yield return new Subresource(Scales.Subresource, s_change, Scales.Kind);
        }
    }
}
