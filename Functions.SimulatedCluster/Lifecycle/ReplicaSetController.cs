using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>ReplicaSets keep their number of pods.</summary>
internal static class ReplicaSetController
{
    private const string Component = "replicaset-controller";

    public static void Reconcile(ClusterObjects cluster, string ns)
    {
        foreach (var replicaSet in cluster.Living("apps/v1", "ReplicaSet", ns).ToList())
        {
            Reconcile(cluster, replicaSet);
        }
    }

    private static void Reconcile(ClusterObjects cluster, JsonObject replicaSet)
    {
        var desired = replicaSet.Number("spec", "replicas") ?? 1;
        var pods = ControlledPods.Of(cluster, replicaSet);
        string? refusal = null;
        for (var i = pods.Count; i < desired && refusal is null; i++)
        {
            refusal = ControlledPods.Create(
                cluster, replicaSet, Component, ControlledPods.RandomName(replicaSet), ControlledPods.Template(replicaSet));
        }

        foreach (var surplus in pods.OrderBy(ControlledPods.IsReady).Take(pods.Count - desired))
        {
            ControlledPods.Delete(cluster, replicaSet, Component, surplus);
        }

        pods = ControlledPods.Of(cluster, replicaSet);
        var ready = pods.Count(ControlledPods.IsReady);
        var status = new JsonObject
        {
            ["observedGeneration"] = replicaSet.Number("metadata", "generation"),
            ["replicas"] = pods.Count,
            ["fullyLabeledReplicas"] = pods.Count,
            ["readyReplicas"] = ready,
            ["availableReplicas"] = ready,
        };
        if (refusal is not null)
        {
            status["conditions"] = new JsonArray(
                Conditions.Make(replicaSet, "ReplicaFailure", status: true, "FailedCreate", refusal, cluster.Timestamp));
        }

        cluster.SetStatus(replicaSet, status);
    }
}
