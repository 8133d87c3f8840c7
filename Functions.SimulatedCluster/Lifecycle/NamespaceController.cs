using System.Text.Json.Nodes;
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

        foreach (var (_, value) in cluster.Store.ListAll(name))
        {
            cluster.Delete(value);
        }

        var remaining = cluster.Store.ListAll(name);
        if (remaining.Count == 0)
        {
            cluster.Remove("v1", "Namespace", "", name);
            // Its claims are gone: their volumes are reclaimed.
            VolumeController.Reconcile(cluster, name);
            return false;
        }

        cluster.SetStatus(ns, new JsonObject
        {
            ["phase"] = "Terminating",
            ["conditions"] = new JsonArray(
                Condition("NamespaceContentRemaining", "SomeResourcesRemain", "Some resources are remaining: ", remaining.GroupBy(entry => entry.Key.Kind)
                    .Select(group => $"{group.Key.Plural}.{group.Key.Group} has {group.Count()} resource instances")),
                Condition("NamespaceFinalizersRemaining", "SomeFinalizersRemain", "Some content in the namespace has finalizers remaining: ", remaining
                    .SelectMany(entry => entry.Value.At("metadata", "finalizers") as JsonArray ?? []).GroupBy(finalizer => finalizer!.GetValue<string>())
                    .Select(group => $"{group.Key} in {group.Count()} resource instances"))),
        });
        return true;
    }

    private static JsonObject Condition(string type, string reason, string message, IEnumerable<string> what)
    {
        var list = what.ToList();
        return new JsonObject
        {
            ["type"] = type,
            ["status"] = list.Count > 0 ? "True" : "False",
            ["reason"] = list.Count > 0 ? reason : "ContentRemoved",
            ["message"] = list.Count > 0 ? message + string.Join(", ", list) : "All content successfully removed",
        };
    }
}
