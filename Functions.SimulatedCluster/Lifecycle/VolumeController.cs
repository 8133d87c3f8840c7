using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Makes volumes for claims, and reclaims those whose claim has gone.</summary>
internal static class VolumeController
{
    public static void Reconcile(ClusterObjects cluster, string ns)
    {
        foreach (var claim in cluster.List("v1", "PersistentVolumeClaim", ns).Where(claim => claim.Text("status", "phase") == "Pending" && !claim.IsTerminating()).ToList())
        {
            Bind(cluster, claim);
        }

        var claims = cluster.List("v1", "PersistentVolumeClaim", ns).Select(claim => claim.Uid()).ToHashSet(StringComparer.Ordinal);
        foreach (var volume in cluster.List("v1", "PersistentVolume", null)
            .Where(volume => volume.Text("spec", "claimRef", "namespace") == ns && !claims.Contains(volume.Text("spec", "claimRef", "uid") ?? "")).ToList())
        {
            Reclaim(cluster, volume);
        }
    }

    private static void Bind(ClusterObjects cluster, JsonObject claim)
    {
        var wanted = claim.Text("spec", "storageClassName");
        var storageClass = cluster.List("storage.k8s.io/v1", "StorageClass", null).FirstOrDefault(candidate => wanted is null
            ? candidate.Text("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true"
            : candidate.Name() == wanted);
        if (storageClass is null)
        {
            return;
        }

        var name = $"pvc-{claim.Uid()}";
        cluster.Ensure("v1", "PersistentVolume", "", new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = name },
            ["spec"] = new JsonObject
            {
                ["capacity"] = claim.At("spec", "resources", "requests")?.DeepClone(),
                ["accessModes"] = claim.At("spec", "accessModes")?.DeepClone(),
                ["persistentVolumeReclaimPolicy"] = storageClass.Text("reclaimPolicy") ?? "Delete",
                ["storageClassName"] = storageClass.Name(),
                ["claimRef"] = new JsonObject { ["kind"] = "PersistentVolumeClaim", ["namespace"] = claim.Namespace(), ["name"] = claim.Name(), ["uid"] = claim.Uid() },
            },
            ["status"] = new JsonObject { ["phase"] = "Bound" },
        });
        cluster.Update(claim, copy =>
        {
            copy.Child("spec")["volumeName"] = name;
            copy.Child("spec")["storageClassName"] = storageClass.Name();
        });
        cluster.SetStatus(claim, new JsonObject
        {
            ["phase"] = "Bound",
            ["accessModes"] = claim.At("spec", "accessModes")?.DeepClone(),
            ["capacity"] = claim.At("spec", "resources", "requests")?.DeepClone(),
        });
    }

    private static void Reclaim(ClusterObjects cluster, JsonObject volume)
    {
        if (volume.Text("spec", "persistentVolumeReclaimPolicy") == "Delete")
        {
            cluster.Remove("v1", "PersistentVolume", "", volume.Name());
        }
        else
        {
            cluster.SetStatus(volume, new JsonObject { ["phase"] = "Released" });
        }
    }
}
