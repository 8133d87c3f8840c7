using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>StatefulSets make numbered pods with claims of their own, one after the other unless their policy is Parallel.</summary>
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
        var inOrder = statefulSet.Text("spec", "podManagementPolicy") != "Parallel";
        var pods = cluster.OwnedObjects("v1", "Pod", statefulSet).ToDictionary(pod => pod.Name());
        for (var ordinal = 0; ordinal < desired; ordinal++)
        {
            if (!Step(cluster, statefulSet, revision, ordinal, pods) && inOrder)
            {
                break;
            }
        }

        foreach (var surplus in pods.Values.Where(pod => !pod.IsTerminating() && Ordinal(statefulSet, pod) >= desired))
        {
            ControlledPods.Delete(cluster, statefulSet, Component, surplus);
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

    /// <returns>Whether the pod of this ordinal is ready and up to date.</returns>
    private static bool Step(ClusterObjects cluster, JsonObject statefulSet, string revision, int ordinal, Dictionary<string, JsonObject> pods)
    {
        var name = $"{statefulSet.Name()}-{ordinal}";
        EnsureClaims(cluster, statefulSet, name);
        if (!pods.TryGetValue(name, out var pod))
        {
            var template = ControlledPods.Template(statefulSet, (RevisionLabel, revision), ("statefulset.kubernetes.io/pod-name", name), ("apps.kubernetes.io/pod-index", $"{ordinal}"));
            MountClaims(statefulSet, template, name);
            ControlledPods.Create(cluster, statefulSet, Component, name, template);
            return false;
        }

        if (!IsOf(revision, pod) && !pod.IsTerminating() && statefulSet.Text("spec", "updateStrategy", "type") != "OnDelete")
        {
            ControlledPods.Delete(cluster, statefulSet, Component, pod);
            return false;
        }

        return ControlledPods.IsReady(pod) && !pod.IsTerminating();
    }

    private static bool IsOf(string revision, JsonObject pod) => pod.Text("metadata", "labels", RevisionLabel) == revision;

    private static int Ordinal(JsonObject statefulSet, JsonObject pod) => int.TryParse(pod.Name()[(statefulSet.Name().Length + 1)..], out var ordinal) ? ordinal : -1;

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
                cluster.Ensure("v1", "PersistentVolumeClaim", statefulSet.Namespace(), claim);
            }
            catch (ApiException exception) when (exception.Code == 403)
            {
                cluster.Event(statefulSet, Component, "Warning", "FailedCreate", $"create Claim {claim.Name()} for Pod {pod} in StatefulSet {statefulSet.Name()} failed error: {exception.Message}");
            }
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
