using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>StatefulSets make numbered pods with claims of their own, one after the other unless their policy is Parallel.</summary>
/// <remarks>They wait as Kubernetes' stateful_set_control.go does: in order, a pod that is not ready holds up every later step.</remarks>
internal static class StatefulSetController
{
    private const string Component = "statefulset-controller";
    private const string RevisionLabel = "controller-revision-hash";

    public static void Reconcile(ClusterObjects cluster, string ns)
    {
        foreach (var statefulSet in cluster.Living("apps/v1", "StatefulSet", ns).ToList())
        {
            Reconcile(cluster, statefulSet);
        }
    }

    private static void Reconcile(ClusterObjects cluster, JsonObject statefulSet)
    {
        var revision = $"{statefulSet.Name()}-{ControlledPods.HashOf(statefulSet.At("spec", "template"))}";
        var desired = statefulSet.Number("spec", "replicas") ?? 1;
        Adopt(cluster, statefulSet);
        var pods = cluster.OwnedObjects("v1", "Pod", statefulSet).ToDictionary(pod => pod.Name());
        if (Complete(cluster, statefulSet, revision, desired, pods))
        {
            foreach (var surplus in pods.Values.Where(pod => !pod.IsTerminating() && Ordinal(statefulSet, pod) >= desired))
            {
                ControlledPods.Delete(cluster, statefulSet, Component, surplus);
            }

            Roll(cluster, statefulSet, revision, desired, pods);
        }

        var living = ControlledPods.Of(cluster, statefulSet);
        var (ready, updated) = (living.Count(ControlledPods.IsReady), living.Count(pod => IsOf(revision, pod)));
        var settled = updated == desired && ready == desired;
        cluster.SetStatus(statefulSet, new JsonObject
        {
            ["observedGeneration"] = statefulSet.Number("metadata", "generation"),
            ["replicas"] = living.Count,
            ["readyReplicas"] = ready,
            ["availableReplicas"] = ready,
            ["currentReplicas"] = settled ? updated : living.Count - updated,
            ["updatedReplicas"] = updated,
            ["currentRevision"] = settled ? revision : statefulSet.Text("status", "currentRevision") ?? revision,
            ["updateRevision"] = revision,
            ["collisionCount"] = 0,
        });
    }

    // What a set of the same name has left behind.
    private static void Adopt(ClusterObjects cluster, JsonObject statefulSet)
    {
        var selector = statefulSet.At("spec", "selector", "matchLabels") as JsonObject ?? [];
        foreach (var orphan in cluster.Living("v1", "Pod", statefulSet.Namespace()).Where(pod =>
            !pod.Items("metadata", "ownerReferences").Any()
            && pod.Name().StartsWith($"{statefulSet.Name()}-", StringComparison.Ordinal) && Ordinal(statefulSet, pod) >= 0
            && selector.All(label => pod.Text("metadata", "labels", label.Key) == label.Value?.GetValue<string>())).ToList())
        {
            cluster.Update(orphan, copy => copy.Meta()["ownerReferences"] = ClusterObjects.OwnedBy(statefulSet));
        }
    }

    /// <summary>Makes the pods that are missing: by its policy each waits for those before it.</summary>
    /// <returns>
    /// Whether the set is gone on with. In order it is not until each pod is ready, of whatever revision: one that is broken is waited
    /// for, and never replaced by a newer one.
    /// </returns>
    private static bool Complete(
        ClusterObjects cluster, JsonObject statefulSet, string revision, int desired, Dictionary<string, JsonObject> pods)
    {
        var inOrder = statefulSet.Text("spec", "podManagementPolicy") != "Parallel";
        for (var ordinal = 0; ordinal < desired; ordinal++)
        {
            var name = $"{statefulSet.Name()}-{ordinal}";
            EnsureClaims(cluster, statefulSet, name);
            if (!pods.TryGetValue(name, out var pod))
            {
                var template = ControlledPods.Template(
                    statefulSet, (RevisionLabel, revision),
                    ("statefulset.kubernetes.io/pod-name", name), ("apps.kubernetes.io/pod-index", $"{ordinal}"));
                MountClaims(statefulSet, template, name);
                ControlledPods.Create(cluster, statefulSet, Component, name, template);
            }

            if (inOrder && (pod is null || !IsHealthy(pod)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Replaces one pod of another revision, the last one first, once those after it are well.</summary>
    private static void Roll(
        ClusterObjects cluster, JsonObject statefulSet, string revision, int desired, Dictionary<string, JsonObject> pods)
    {
        if (statefulSet.Text("spec", "updateStrategy", "type") == "OnDelete")
        {
            return;
        }

        for (var ordinal = desired - 1; ordinal >= 0; ordinal--)
        {
            if (!pods.TryGetValue($"{statefulSet.Name()}-{ordinal}", out var pod))
            {
                return;
            }

            if (!IsOf(revision, pod) && !pod.IsTerminating())
            {
                ControlledPods.Delete(cluster, statefulSet, Component, pod);
                return;
            }

            if (!IsHealthy(pod))
            {
                return;
            }
        }
    }

    private static bool IsHealthy(JsonObject pod) => ControlledPods.IsReady(pod) && !pod.IsTerminating();

    private static bool IsOf(string revision, JsonObject pod) => pod.Text("metadata", "labels", RevisionLabel) == revision;

    private static int Ordinal(JsonObject statefulSet, JsonObject pod) =>
        int.TryParse(pod.Name()[(statefulSet.Name().Length + 1)..], out var ordinal) ? ordinal : -1;

    private static void EnsureClaims(ClusterObjects cluster, JsonObject statefulSet, string pod)
    {
        foreach (var template in statefulSet.Items("spec", "volumeClaimTemplates"))
        {
            var claim = template.Copy();
            claim.Meta()["name"] = $"{template.Name()}-{pod}";
            claim.Meta()["labels"] = statefulSet.At("spec", "selector", "matchLabels")?.DeepClone();
            if (statefulSet.Text("spec", "persistentVolumeClaimRetentionPolicy", "whenDeleted") == "Delete")
            {
                claim.Meta()["ownerReferences"] = ClusterObjects.OwnedBy(statefulSet);
            }

            try
            {
                if (!cluster.Ensure("v1", "PersistentVolumeClaim", statefulSet.Namespace(), claim))
                {
                    Own(cluster, claim, cluster.Find("v1", "PersistentVolumeClaim", statefulSet.Namespace(), claim.Name())!);
                }
            }
            catch (ApiException exception) when (exception.Code == 403)
            {
                cluster.Event(
                    statefulSet, Component, "Warning", "FailedCreate",
                    $"create Claim {claim.Name()} for Pod {pod} in StatefulSet {statefulSet.Name()} failed error: {exception.Message}");
            }
        }
    }

    // A claim that an earlier set has left goes with this one, where its policy says so.
    private static void Own(ClusterObjects cluster, JsonObject wanted, JsonObject found)
    {
        if (wanted.At("metadata", "ownerReferences") is { } owners && !found.Items("metadata", "ownerReferences").Any())
        {
            cluster.Update(found, copy => copy.Meta()["ownerReferences"] = owners.DeepClone());
        }
    }

    private static void MountClaims(JsonObject statefulSet, JsonObject template, string pod)
    {
        var volumes = template.Child("spec")["volumes"] as JsonArray ?? [];
        template.Child("spec")["volumes"] = new JsonArray([
            .. volumes.Select(volume => volume!.DeepClone()),
            .. statefulSet.Items("spec", "volumeClaimTemplates").Select(claim => new JsonObject
            {
                ["name"] = claim.Name(), ["persistentVolumeClaim"] = new JsonObject { ["claimName"] = $"{claim.Name()}-{pod}" },
            }),
        ]);
    }
}
