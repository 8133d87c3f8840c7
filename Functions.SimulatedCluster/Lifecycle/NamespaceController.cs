using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Faults;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Gives a namespace its service account, and empties one that is terminating before it goes.</summary>
internal static class NamespaceController
{
    /// <returns>Whether the namespace lives.</returns>
    public static bool Reconcile(ClusterObjects cluster, string name)
    {
        if (cluster.Find("v1", "Namespace", "", name) is not { } ns)
        {
            return false;
        }

        if (!ns.IsTerminating())
        {
            cluster.Ensure("v1", "ServiceAccount", name, new JsonObject { ["metadata"] = new JsonObject { ["name"] = "default" } });
            return true;
        }

        if (cluster.IsAtFault(ns, Fault.NamespaceStuck))
        {
            const string unavailable = "Discovery failed for some groups, 1 failing: unable to retrieve the complete list of server APIs: "
                + "metrics.k8s.io/v1beta1: the server is currently unable to handle the request";
            cluster.SetStatus(ns, new JsonObject
            {
                ["phase"] = "Terminating",
                ["conditions"] = new JsonArray(
                    Conditions.Make(
                        ns, "NamespaceDeletionDiscoveryFailure", status: true, "DiscoveryFailed", unavailable, cluster.Timestamp)),
            });
            return true;
        }

        foreach (var (_, value) in cluster.Store.ListAll(name))
        {
            cluster.Delete(value);
        }

        var remaining = cluster.Store.ListAll(name);
        if (remaining.Count == 0)
        {
            if (ns.At("metadata", "finalizers") is not JsonArray { Count: > 0 })
            {
                cluster.Remove("v1", "Namespace", "", name);
                return false;
            }
        }

        cluster.SetStatus(ns, new JsonObject
        {
            ["phase"] = "Terminating",
            ["conditions"] = new JsonArray(
                Condition(
                    cluster, ns, "NamespaceContentRemaining", "SomeResourcesRemain", "Some resources are remaining: ",
                    remaining.GroupBy(entry => entry.Key.Kind)
                        .Select(group => $"{group.Key.Plural}.{group.Key.Group} has {group.Count()} resource instances")),
                Condition(
                    cluster,
                    ns,
                    "NamespaceFinalizersRemaining",
                    "SomeFinalizersRemain",
                    "Some content in the namespace has finalizers remaining: ",
                    remaining
                        .SelectMany(entry => entry.Value.At("metadata", "finalizers") as JsonArray ?? [])
                        .GroupBy(finalizer => finalizer!.GetValue<string>())
                        .Select(group => $"{group.Key} in {group.Count()} resource instances"))),
        });
        return true;
    }

    private static JsonObject Condition(
        ClusterObjects cluster, JsonObject ns, string type, string reason, string message, IEnumerable<string> what)
    {
        var list = what.ToList();
        return list.Count > 0
            ? Conditions.Make(ns, type, status: true, reason, message + string.Join(", ", list), cluster.Timestamp)
            : Conditions.Make(ns, type, status: false, "ContentRemoved", "All content successfully removed", cluster.Timestamp);
    }
}
