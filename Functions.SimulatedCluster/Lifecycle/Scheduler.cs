using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Puts pods on a ready node, once their claims are bound.</summary>
internal static class Scheduler
{
    public static void Reconcile(ClusterObjects cluster, string ns)
    {
        foreach (var pod in cluster.List("v1", "Pod", ns).Where(pod => pod.Text("spec", "nodeName") is null && !pod.IsTerminating()).ToList())
        {
            var unbound = pod.Items("spec", "volumes").Select(volume => volume.Text("persistentVolumeClaim", "claimName")).OfType<string>()
                .FirstOrDefault(claim => cluster.Find("v1", "PersistentVolumeClaim", ns, claim).Text("status", "phase") != "Bound");
            var node = cluster.List("v1", "Node", null).FirstOrDefault(candidate => candidate.Items("status", "conditions")
                .Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True"));
            if (unbound is null && node is not null)
            {
                cluster.Update(pod, copy => copy.Child("spec")["nodeName"] = node.Name());
                continue;
            }

            var status = (JsonObject)pod["status"]!.DeepClone();
            status["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "PodScheduled",
                ["status"] = "False",
                ["reason"] = "Unschedulable",
                ["message"] = unbound is null ? "0/0 nodes are available." : $"persistentvolumeclaim \"{unbound}\" is not bound.",
            });
            cluster.SetStatus(pod, status);
        }
    }
}
