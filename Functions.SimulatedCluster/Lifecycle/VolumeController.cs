using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Faults;
using Functions.SimulatedCluster.Objects;
using k8s.Models;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Makes volumes for claims, and reclaims those whose claim has gone.</summary>
internal static class VolumeController
{
    private const string Component = "persistentvolume-controller";

    public static void Reconcile(ClusterObjects cluster, string ns)
    {
        foreach (var claim in cluster.Living("v1", "PersistentVolumeClaim", ns)
            .Where(claim => claim.Text("status", "phase") == "Pending").ToList())
        {
            Bind(cluster, claim);
        }

        foreach (var claim in cluster.Living("v1", "PersistentVolumeClaim", ns).Where(HasGrown).ToList())
        {
            Expand(cluster, claim);
        }
    }

    /// <summary>Deletes or releases a volume whose claim has gone; one that has none, or is kept for one to come, may be claimed.</summary>
    public static void Reclaim(ClusterObjects cluster, string? name)
    {
        if (name is null || cluster.Find("v1", "PersistentVolume", "", name) is not { } volume)
        {
            return;
        }

        if (volume.Text("spec", "claimRef", "uid") is not { Length: > 0 } uid)
        {
            cluster.SetStatus(volume, new JsonObject { ["phase"] = "Available" });
            return;
        }

        var claim = volume.At("spec", "claimRef");
        var (ns, claimName) = (claim.Text("namespace") ?? "", claim.Text("name") ?? "");
        if (cluster.Find("v1", "PersistentVolumeClaim", ns, claimName)?.Uid() == uid)
        {
            return;
        }

        if (volume.Text("spec", "persistentVolumeReclaimPolicy") == "Delete")
        {
            cluster.Remove("v1", "PersistentVolume", "", name);
        }
        else
        {
            cluster.SetStatus(volume, new JsonObject { ["phase"] = "Released" });
        }
    }

    /// <summary>The class that a claim names, or the default one.</summary>
    public static JsonObject? ClassOf(ClusterObjects cluster, JsonObject claim)
    {
        var wanted = claim.Text("spec", "storageClassName");
        return cluster.List("storage.k8s.io/v1", "StorageClass", null).FirstOrDefault(candidate => wanted is null
            ? candidate.Text("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true"
            : candidate.Name() == wanted);
    }

    public static bool WaitsForConsumer(JsonObject? storageClass) => storageClass.Text("volumeBindingMode") == "WaitForFirstConsumer";

    private static bool HasGrown(JsonObject claim) =>
        claim.Text("status", "phase") == "Bound" && Size(claim.At("spec", "resources", "requests")) > Size(claim.At("status", "capacity"));

    private static decimal Size(JsonNode? amounts) => amounts.Text("storage") is { } size ? new ResourceQuantity(size).ToDecimal() : 0;

    private static void Expand(ClusterObjects cluster, JsonObject claim)
    {
        if (cluster.Find("v1", "PersistentVolume", "", claim.Text("spec", "volumeName") ?? "") is { } volume)
        {
            cluster.Update(
                volume, copy => copy.Child("spec").Child("capacity")["storage"] = claim.Text("spec", "resources", "requests", "storage"));
        }

        var status = (JsonObject)claim["status"]!.DeepClone();
        status.Child("capacity")["storage"] = claim.Text("spec", "resources", "requests", "storage");
        cluster.SetStatus(claim, status);
        cluster.Event(
            claim, Component, "Normal", "VolumeResizeSuccessful", $"ExpandVolume succeeded for volume {claim.Namespace()}/{claim.Name()}");
    }

    private static void Bind(ClusterObjects cluster, JsonObject claim)
    {
        if (ClassOf(cluster, claim) is not { } storageClass)
        {
            var (reason, message) = claim.Text("spec", "storageClassName") is { Length: > 0 } named
                ? ("ProvisioningFailed", $"storageclass.storage.k8s.io \"{named}\" not found")
                : ("FailedBinding", "no persistent volumes available for this claim and no storage class is set");
            SayOnce(cluster, claim, reason == "ProvisioningFailed" ? "Warning" : "Normal", reason, message);
        }
        else if (WaitsForConsumer(storageClass) && claim.Text("metadata", "annotations", Scheduler.SelectedNode) is null)
        {
            SayOnce(cluster, claim, "Normal", "WaitForFirstConsumer", "waiting for first consumer to be created before binding");
        }
        else if (cluster.IsAtFault(claim, Fault.ProvisioningFailed))
        {
            cluster.Event(
                claim, Component, "Warning", "ProvisioningFailed",
                $"failed to provision volume with StorageClass \"{storageClass.Name()}\": simulated");
        }
        else
        {
            Provision(cluster, claim, storageClass);
        }
    }

    // A claim is looked at again with every change around it; only what the controller tries again by itself is counted.
    private static void SayOnce(ClusterObjects cluster, JsonObject claim, string type, string reason, string message)
    {
        if (cluster.Find("v1", "Event", claim.Namespace(), EventNames.Of(claim.Name(), claim.Uid(), reason, message)) is null)
        {
            cluster.Event(claim, Component, type, reason, message);
        }
    }

    private static void Provision(ClusterObjects cluster, JsonObject claim, JsonObject storageClass)
    {
        var name = $"pvc-{claim.Uid()}";
        cluster.Ensure("v1", "PersistentVolume", "", new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["annotations"] = new JsonObject { ["pv.kubernetes.io/provisioned-by"] = storageClass.Text("provisioner") },
            },
            ["spec"] = new JsonObject
            {
                ["capacity"] = claim.At("spec", "resources", "requests")?.DeepClone(),
                ["accessModes"] = claim.At("spec", "accessModes")?.DeepClone(),
                ["persistentVolumeReclaimPolicy"] = storageClass.Text("reclaimPolicy") ?? "Delete",
                ["storageClassName"] = storageClass.Name(),
                ["volumeMode"] = claim.Text("spec", "volumeMode") ?? "Filesystem",
                ["claimRef"] = new JsonObject
                {
                    ["kind"] = "PersistentVolumeClaim",
                    ["apiVersion"] = "v1",
                    ["namespace"] = claim.Namespace(),
                    ["name"] = claim.Name(),
                    ["uid"] = claim.Uid(),
                },
            },
        });
        cluster.SetStatus(cluster.Find("v1", "PersistentVolume", "", name)!, new JsonObject { ["phase"] = "Bound" });
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
        cluster.Event(
            claim, Component, "Normal", "ProvisioningSucceeded",
            $"Successfully provisioned volume {name} using {storageClass.Text("provisioner")}");
    }
}
