using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Deletes what has lost its owners, and lets owners go that waited for it.</summary>
internal static class GarbageCollector
{
    public static void Reconcile(ClusterObjects cluster, string ns)
    {
        var objects = cluster.Store.ListAll(ns);
        var living = objects.Where(entry => !WaitsForDependents(entry.Value))
            .Select(entry => entry.Value.Uid()).ToHashSet(StringComparer.Ordinal);
        foreach (var (_, owner) in objects.Where(entry => WaitsFor(entry.Value, GarbageFinalizers.Orphan)))
        {
            Orphan(cluster, owner, objects);
        }

        foreach (var (_, value) in cluster.Store.ListAll(ns))
        {
            var owners = value.Items("metadata", "ownerReferences").Select(owner => owner.Text("uid") ?? "").ToList();
            if (owners.Count > 0 && !owners.Any(living.Contains))
            {
                cluster.Delete(value);
            }
        }

        foreach (var (_, owner) in objects.Where(entry => WaitsForDependents(entry.Value)))
        {
            if (!cluster.Store.ListAll(ns)
                .Any(entry => entry.Value.Items("metadata", "ownerReferences").Any(reference => reference.Text("uid") == owner.Uid())))
            {
                Release(cluster, owner, GarbageFinalizers.Foreground);
            }
        }
    }

    private static void Orphan(ClusterObjects cluster, JsonObject owner, IReadOnlyList<(ObjectKey Key, JsonObject Value)> objects)
    {
        foreach (var (_, dependent) in objects.Where(
            entry => entry.Value.Items("metadata", "ownerReferences").Any(reference => reference.Text("uid") == owner.Uid())))
        {
            cluster.Update(dependent, copy =>
            {
                var owners = (JsonArray)copy.Meta()["ownerReferences"]!;
                owners.RemoveAll(reference => reference.Text("uid") == owner.Uid());
                if (owners.Count == 0)
                {
                    copy.Meta().Remove("ownerReferences");
                }
            });
        }

        Release(cluster, owner, GarbageFinalizers.Orphan);
    }

    private static void Release(ClusterObjects cluster, JsonObject owner, string finalizer) =>
        cluster.Update(owner, copy => ((JsonArray)copy.Meta()["finalizers"]!).RemoveAll(name => name!.GetValue<string>() == finalizer));

    private static bool WaitsForDependents(JsonObject o) => WaitsFor(o, GarbageFinalizers.Foreground);

    private static bool WaitsFor(JsonObject o, string finalizer) =>
        o.IsTerminating() && (o.At("metadata", "finalizers") as JsonArray)?.Any(name => name!.GetValue<string>() == finalizer) == true;
}
