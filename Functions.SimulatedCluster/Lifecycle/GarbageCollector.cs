using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Deletes what has lost its owners, and lets owners go that waited for it.</summary>
internal static class GarbageCollector
{
    private const string ForegroundFinalizer = "foregroundDeletion";

    public static void Reconcile(ClusterObjects cluster, string ns)
    {
        var objects = cluster.Store.ListAll(ns);
        var living = objects.Where(entry => !WaitsForDependents(entry.Value)).Select(entry => entry.Value.Uid()).ToHashSet(StringComparer.Ordinal);
        foreach (var (_, value) in objects)
        {
            var owners = value.Items("metadata", "ownerReferences").Select(owner => owner.Text("uid") ?? "").ToList();
            if (owners.Count > 0 && !owners.Any(living.Contains))
            {
                cluster.Delete(value);
            }
        }

        foreach (var (_, owner) in objects.Where(entry => WaitsForDependents(entry.Value)))
        {
            if (!cluster.Store.ListAll(ns).Any(entry => entry.Value.Items("metadata", "ownerReferences").Any(reference => reference.Text("uid") == owner.Uid())))
            {
                cluster.Update(owner, copy =>
                {
                    var finalizers = (JsonArray)copy.Meta()["finalizers"]!;
                    finalizers.RemoveAll(finalizer => finalizer!.GetValue<string>() == ForegroundFinalizer);
                });
            }
        }
    }

    private static bool WaitsForDependents(JsonObject o) =>
        o.IsTerminating() && (o.At("metadata", "finalizers") as JsonArray)?.Any(finalizer => finalizer!.GetValue<string>() == ForegroundFinalizer) == true;
}
