using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Deployments make ReplicaSets and move their pods from one to the next.</summary>
internal static class DeploymentController
{
    private const string HashLabel = "pod-template-hash";
    private const string Component = "deployment-controller";

    public static void Reconcile(ClusterObjects cluster, string ns)
    {
        foreach (var deployment in cluster.Living("apps/v1", "Deployment", ns).ToList())
        {
            Reconcile(cluster, deployment);
        }
    }

    private static void Reconcile(ClusterObjects cluster, JsonObject deployment)
    {
        var hash = ControlledPods.HashOf(deployment.At("spec", "template"));
        var current = $"{deployment.Name()}-{hash}";
        var desired = deployment.Number("spec", "replicas") ?? 1;
        cluster.Ensure("apps/v1", "ReplicaSet", deployment.Namespace(), new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = current,
                ["labels"] = Labels(deployment, hash),
                ["ownerReferences"] = ClusterObjects.OwnedBy(deployment),
            },
            ["spec"] = new JsonObject
            {
                ["replicas"] = 0,
                ["selector"] = new JsonObject { ["matchLabels"] = Labels(deployment, hash) },
                ["template"] = ControlledPods.Template(deployment, (HashLabel, hash)),
            },
        });
        var all = cluster.OwnedObjects("apps/v1", "ReplicaSet", deployment).ToList();
        var newest = all.First(replicaSet => replicaSet.Name() == current);
        var old = all.Where(replicaSet => replicaSet.Name() != current).ToList();
        var (wanted, kept) = Rollout.Of(deployment, desired).Next(new RolloutState(
            desired, Sum(old, "spec", "replicas"), Sum(old, "status", "replicas"), newest.Number("spec", "replicas") ?? 0,
            newest.Number("status", "readyReplicas") ?? 0));
        Scale(cluster, deployment, newest, wanted);
        foreach (var replicaSet in old)
        {
            var share = Math.Min(kept, replicaSet.Number("spec", "replicas") ?? 0);
            kept -= share;
            Scale(cluster, deployment, replicaSet, share);
        }

        Report(cluster, deployment, newest, all, desired);
    }

    private static void Scale(ClusterObjects cluster, JsonObject deployment, JsonObject replicaSet, int wanted)
    {
        var before = replicaSet.Number("spec", "replicas") ?? 0;
        if (before != wanted)
        {
            cluster.Update(replicaSet, copy => copy.Child("spec")["replicas"] = wanted);
            cluster.Event(
                deployment, Component, "Normal", "ScalingReplicaSet",
                $"Scaled {(before < wanted ? "up" : "down")} replica set {replicaSet.Name()} from {before} to {wanted}");
        }
    }

    private static void Report(ClusterObjects cluster, JsonObject deployment, JsonObject newest, List<JsonObject> all, int desired)
    {
        var ready = Sum(all, "status", "readyReplicas");
        var status = new JsonObject
        {
            ["observedGeneration"] = deployment.Number("metadata", "generation"),
            ["replicas"] = Sum(all, "status", "replicas"),
            ["updatedReplicas"] = newest.Number("status", "replicas") ?? 0,
            ["readyReplicas"] = ready,
            ["availableReplicas"] = ready,
            ["unavailableReplicas"] = Math.Max(0, desired - ready),
        };
        var unavailable = Rollout.Of(deployment, desired).MaxUnavailable;
        var available = ready >= desired - unavailable;
        var conditions = new JsonArray(
            Conditions.Make(
                deployment, "Available", available, available ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
                $"Deployment {(available ? "has" : "does not have")} minimum availability.", cluster.Timestamp),
            Progress(cluster, deployment, newest, status, desired));
        if (newest.Condition("ReplicaFailure") is { } failure)
        {
            conditions.Add(failure.DeepClone());
        }

        status["conditions"] = conditions;
        cluster.SetStatus(deployment, status);
    }

    private static JsonObject Progress(ClusterObjects cluster, JsonObject deployment, JsonObject newest, JsonObject status, int desired)
    {
        const string type = "Progressing";
        var before = deployment.Condition(type);
        if (status.Number("updatedReplicas") == desired && status.Number("replicas") == desired
            && status.Number("availableReplicas") == desired)
        {
            return Make(
                true, "NewReplicaSetAvailable", $"ReplicaSet \"{newest.Name()}\" has successfully progressed.",
                moved: before?.Text("reason") != "NewReplicaSetAvailable");
        }

        var moved = before is null || status.Any(count => deployment.Number("status", count.Key) != count.Value?.GetValue<int>());
        var deadline = TimeSpan.FromSeconds(deployment.Number("spec", "progressDeadlineSeconds") ?? 600);
        var waited = moved
            ? TimeSpan.Zero
            : cluster.Now - DateTimeOffset.Parse(before!.Text("lastUpdateTime")!, System.Globalization.CultureInfo.InvariantCulture);
        if (waited >= deadline || (!moved && before!.Text("reason") == "ProgressDeadlineExceeded"))
        {
            return Make(
                false, "ProgressDeadlineExceeded", $"ReplicaSet \"{newest.Name()}\" has timed out progressing.",
                moved: before!.Text("reason") != "ProgressDeadlineExceeded");
        }

        cluster.LookAgain(deployment.Namespace(), deadline - waited);
        return Make(true, "ReplicaSetUpdated", $"ReplicaSet \"{newest.Name()}\" is progressing.", moved);

        JsonObject Make(bool condition, string reason, string message, bool moved)
        {
            var made = Conditions.Make(deployment, type, condition, reason, message, cluster.Timestamp);
            made["lastUpdateTime"] = moved ? cluster.Timestamp : before?.Text("lastUpdateTime") ?? cluster.Timestamp;
            return made;
        }
    }

    private static int Sum(IEnumerable<JsonObject> replicaSets, string part, string count) =>
        replicaSets.Sum(replicaSet => replicaSet.Number(part, count) ?? 0);

    private static JsonObject Labels(JsonObject deployment, string hash)
    {
        var labels = (JsonObject)(deployment.At("spec", "selector", "matchLabels")?.DeepClone() ?? new JsonObject());
        labels[HashLabel] = hash;
        return labels;
    }
}
