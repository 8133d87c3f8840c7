using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Faults;
using Functions.SimulatedCluster.Objects;
using k8s.Models;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Puts pods on a ready node that suits them, once their claims are bound.</summary>
internal static class Scheduler
{
    /// <summary>The annotation by which a claim that waits for its first consumer learns of it.</summary>
    public const string SelectedNode = "volume.kubernetes.io/selected-node";

    private const string Component = "default-scheduler";

    public static void Reconcile(ClusterObjects cluster, string ns)
    {
        foreach (var pod in cluster.Living("v1", "Pod", ns).Where(pod => pod.Text("spec", "nodeName") is null).ToList())
        {
            Schedule(cluster, pod);
        }
    }

    /// <summary>Whether a change to a node may make room for pods.</summary>
    public static bool MakesRoom(JsonObject? before, JsonObject after) => before is null || IsReady(before) != IsReady(after)
        || !JsonNode.DeepEquals(before.At("status", "allocatable"), after.At("status", "allocatable"))
        || !JsonNode.DeepEquals(before.At("metadata", "labels"), after.At("metadata", "labels"));

    private static void Schedule(ClusterObjects cluster, JsonObject pod)
    {
        var (node, obstacle) = Choose(cluster, pod);
        if (node is null || ClaimObstacle(cluster, pod, node) is { } missing && (obstacle = missing) is not null)
        {
            Refuse(cluster, pod, obstacle!);
            return;
        }

        // Claims that wait for their first consumer bind before it does.
        if (Claims(cluster, pod).All(claim => claim.Text("status", "phase") == "Bound"))
        {
            cluster.Update(pod, copy => copy.Child("spec")["nodeName"] = node.Name());
            cluster.Event(pod, Component, "Normal", "Scheduled", $"Successfully assigned {pod.Namespace()}/{pod.Name()} to {node.Name()}");
        }
    }

    private static (JsonObject? Node, string? Obstacle) Choose(ClusterObjects cluster, JsonObject pod)
    {
        var nodes = cluster.List("v1", "Node", null).ToList();
        var ready = nodes.Where(IsReady).ToList();
        var total = $"0/{nodes.Count} nodes are available";
        if (ready.Count == 0)
        {
            return (null, nodes.Count == 0
                ? "no nodes available to schedule pods"
                : $"{total}: {nodes.Count} node(s) had untolerated taint {{node.kubernetes.io/not-ready: }}.");
        }

        if (cluster.IsAtFault(pod, Fault.Unschedulable))
        {
            return (null, $"{total}: {nodes.Count} node(s) were unschedulable.");
        }

        var selected = ready.Where(node => pod.At("spec", "nodeSelector") is not JsonObject selector || node.HasLabels(selector)).ToList();
        if (selected.Count == 0)
        {
            return (null, $"{total}: {nodes.Count} node(s) didn't match Pod's node affinity/selector.");
        }

        foreach (var resource in new[] { "cpu", "memory" })
        {
            selected.RemoveAll(node => Requested(pod, resource) > Quantity(node.Text("status", "allocatable", resource)));
            if (selected.Count == 0)
            {
                return (null, $"{total}: {nodes.Count} Insufficient {resource}.");
            }
        }

        return (selected[0], null);
    }

    private static string? ClaimObstacle(ClusterObjects cluster, JsonObject pod, JsonObject node)
    {
        foreach (var name in ClaimNames(pod))
        {
            if (cluster.Find("v1", "PersistentVolumeClaim", pod.Namespace(), name) is not { } claim)
            {
                return $"persistentvolumeclaim \"{name}\" not found";
            }

            if (claim.Text("status", "phase") == "Bound")
            {
                continue;
            }

            if (!VolumeController.WaitsForConsumer(VolumeController.ClassOf(cluster, claim)))
            {
                return "0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.";
            }

            if (claim.Text("metadata", "annotations", SelectedNode) is null)
            {
                cluster.Update(claim, copy => copy.Meta().Child("annotations")[SelectedNode] = node.Name());
            }
        }

        return null;
    }

    private static void Refuse(ClusterObjects cluster, JsonObject pod, string obstacle)
    {
        var status = (JsonObject)pod["status"]!.DeepClone();
        status["conditions"] = new JsonArray(
            Conditions.Make(pod, "PodScheduled", status: false, "Unschedulable", obstacle, cluster.Timestamp));
        if (cluster.SetStatus(pod, status))
        {
            cluster.Event(pod, Component, "Warning", "FailedScheduling", obstacle);
        }
    }

    private static IEnumerable<string> ClaimNames(JsonObject pod) =>
        pod.Items("spec", "volumes").Select(volume => volume.Text("persistentVolumeClaim", "claimName")).OfType<string>();

    private static IEnumerable<JsonObject> Claims(ClusterObjects cluster, JsonObject pod) =>
        ClaimNames(pod).Select(name => cluster.Find("v1", "PersistentVolumeClaim", pod.Namespace(), name)).OfType<JsonObject>();

    private static bool IsReady(JsonObject node) => node.Is("Ready");

    private static decimal Requested(JsonObject pod, string resource) =>
        pod.Items("spec", "containers")
            .Sum(container => container.Text("resources", "requests", resource) is { } quantity ? Quantity(quantity) : 0);

    private static decimal Quantity(string? quantity) => quantity is null ? decimal.MaxValue : new ResourceQuantity(quantity).ToDecimal();
}
