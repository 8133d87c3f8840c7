using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Deployments, ReplicaSets, StatefulSets and Jobs make pods and count them.</summary>
internal static class WorkloadControllers
{
    private const string HashLabel = "pod-template-hash";
    private const string RevisionLabel = "controller-revision-hash";

    public static void Reconcile(ClusterObjects cluster, string ns)
    {
        foreach (var deployment in Living(cluster, "apps/v1", "Deployment", ns))
        {
            ReconcileDeployment(cluster, deployment);
        }

        foreach (var replicaSet in Living(cluster, "apps/v1", "ReplicaSet", ns))
        {
            ReconcileReplicaSet(cluster, replicaSet);
        }

        foreach (var statefulSet in Living(cluster, "apps/v1", "StatefulSet", ns))
        {
            ReconcileStatefulSet(cluster, statefulSet);
        }

        foreach (var job in Living(cluster, "batch/v1", "Job", ns))
        {
            ReconcileJob(cluster, job);
        }
    }

    private static List<JsonObject> Living(ClusterObjects cluster, string apiVersion, string kind, string ns) =>
        [.. cluster.List(apiVersion, kind, ns).Where(o => !o.IsTerminating())];

    private static void ReconcileDeployment(ClusterObjects cluster, JsonObject deployment)
    {
        var hash = HashOf(deployment.At("spec", "template"));
        var current = $"{deployment.Name()}-{hash}";
        var desired = deployment.Number("spec", "replicas") ?? 1;
        var body = new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = current, ["labels"] = Labels(deployment, HashLabel, hash), ["ownerReferences"] = ClusterObjects.OwnedBy(deployment) },
            ["spec"] = new JsonObject
            {
                ["replicas"] = desired,
                ["selector"] = new JsonObject { ["matchLabels"] = Labels(deployment, HashLabel, hash) },
                ["template"] = Template(deployment, HashLabel, hash),
            },
        };
        cluster.Ensure("apps/v1", "ReplicaSet", deployment.Namespace(), body);
        foreach (var replicaSet in cluster.OwnedObjects("apps/v1", "ReplicaSet", deployment))
        {
            var wanted = replicaSet.Name() == current ? desired : 0;
            if (replicaSet.Number("spec", "replicas") != wanted)
            {
                cluster.Update(replicaSet, copy => copy.Child("spec")["replicas"] = wanted);
            }
        }

        var all = cluster.OwnedObjects("apps/v1", "ReplicaSet", deployment).ToList();
        var newest = all.First(replicaSet => replicaSet.Name() == current);
        var ready = all.Sum(replicaSet => replicaSet.Number("status", "readyReplicas") ?? 0);
        cluster.SetStatus(deployment, new JsonObject
        {
            ["observedGeneration"] = deployment.Number("metadata", "generation"),
            ["replicas"] = all.Sum(replicaSet => replicaSet.Number("status", "replicas") ?? 0),
            ["updatedReplicas"] = newest.Number("status", "replicas") ?? 0,
            ["readyReplicas"] = ready,
            ["availableReplicas"] = ready,
            ["unavailableReplicas"] = Math.Max(0, desired - ready),
            ["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "Available",
                ["status"] = ready >= desired ? "True" : "False",
                ["reason"] = ready >= desired ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable",
            }),
        });
    }

    private static void ReconcileReplicaSet(ClusterObjects cluster, JsonObject replicaSet)
    {
        var desired = replicaSet.Number("spec", "replicas") ?? 1;
        var pods = PodsOf(cluster, replicaSet);
        for (var i = pods.Count; i < desired; i++)
        {
            CreatePod(cluster, replicaSet, $"{replicaSet.Name()}-{RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5)}", (JsonObject)replicaSet.At("spec", "template")!.DeepClone());
        }

        foreach (var surplus in pods.Skip(desired))
        {
            cluster.Delete(surplus);
        }

        pods = PodsOf(cluster, replicaSet);
        cluster.SetStatus(replicaSet, new JsonObject
        {
            ["observedGeneration"] = replicaSet.Number("metadata", "generation"),
            ["replicas"] = pods.Count,
            ["readyReplicas"] = pods.Count(IsReady),
            ["availableReplicas"] = pods.Count(IsReady),
        });
    }

    private static void ReconcileStatefulSet(ClusterObjects cluster, JsonObject statefulSet)
    {
        var revision = $"{statefulSet.Name()}-{HashOf(statefulSet.At("spec", "template"))}";
        var desired = statefulSet.Number("spec", "replicas") ?? 1;
        var pods = cluster.OwnedObjects("v1", "Pod", statefulSet).ToDictionary(pod => pod.Name());
        for (var ordinal = 0; ordinal < desired; ordinal++)
        {
            var name = $"{statefulSet.Name()}-{ordinal}";
            EnsureClaims(cluster, statefulSet, name);
            if (!pods.TryGetValue(name, out var pod))
            {
                var template = Template(statefulSet, RevisionLabel, revision);
                template.Meta().Child("labels")["statefulset.kubernetes.io/pod-name"] = name;
                MountClaims(statefulSet, template, name);
                CreatePod(cluster, statefulSet, name, template);
                break;
            }

            if (pod.Text("metadata", "labels", RevisionLabel) != revision)
            {
                cluster.Delete(pod);
                break;
            }

            // In order: the next one waits until this one is ready.
            if (!IsReady(pod))
            {
                break;
            }
        }

        foreach (var surplus in pods.Values.Where(pod => int.TryParse(pod.Name()[(statefulSet.Name().Length + 1)..], out var ordinal) && ordinal >= desired))
        {
            cluster.Delete(surplus);
        }

        var living = PodsOf(cluster, statefulSet);
        var ready = living.Count(IsReady);
        cluster.SetStatus(statefulSet, new JsonObject
        {
            ["observedGeneration"] = statefulSet.Number("metadata", "generation"),
            ["replicas"] = living.Count,
            ["readyReplicas"] = ready,
            ["availableReplicas"] = ready,
            ["currentReplicas"] = living.Count,
            ["updatedReplicas"] = living.Count(pod => pod.Text("metadata", "labels", RevisionLabel) == revision),
            ["currentRevision"] = revision,
            ["updateRevision"] = revision,
        });
    }

    private static void ReconcileJob(ClusterObjects cluster, JsonObject job)
    {
        if (job.Items("status", "conditions").Any(condition => condition.Text("type") is "Complete" or "Failed"))
        {
            return;
        }

        var pods = cluster.OwnedObjects("v1", "Pod", job).ToList();
        var (succeeded, failed) = (pods.Count(pod => pod.Text("status", "phase") == "Succeeded"), pods.Count(pod => pod.Text("status", "phase") == "Failed"));
        var wanted = job.Number("spec", "completions") ?? 1;
        var status = new JsonObject { ["succeeded"] = succeeded, ["failed"] = failed, ["active"] = pods.Count - succeeded - failed, ["startTime"] = job.Text("status", "startTime") ?? NewObject.Timestamp() };
        if (succeeded >= wanted)
        {
            status["completionTime"] = NewObject.Timestamp();
            status["conditions"] = new JsonArray(new JsonObject { ["type"] = "Complete", ["status"] = "True" });
        }
        else if (failed > (job.Number("spec", "backoffLimit") ?? 6))
        {
            status["conditions"] = new JsonArray(new JsonObject
            {
                ["type"] = "Failed",
                ["status"] = "True",
                ["reason"] = "BackoffLimitExceeded",
                ["message"] = "Job has reached the specified backoff limit",
            });
        }
        else if (pods.Count - succeeded - failed == 0)
        {
            var template = (JsonObject)job.At("spec", "template")!.DeepClone();
            template.Meta().Child("labels")["job-name"] = job.Name();
            template.Meta().Child("labels")["batch.kubernetes.io/job-name"] = job.Name();
            CreatePod(cluster, job, $"{job.Name()}-{RandomNumberGenerator.GetString("bcdfghjklmnpqrstvwxz2456789", 5)}", template);
            status["active"] = 1;
        }

        cluster.SetStatus(job, status);
    }

    private static List<JsonObject> PodsOf(ClusterObjects cluster, JsonObject owner) => [.. cluster.OwnedObjects("v1", "Pod", owner).Where(pod => !pod.IsTerminating())];

    private static bool IsReady(JsonObject pod) => pod.Items("status", "conditions").Any(condition => condition.Text("type") == "Ready" && condition.Text("status") == "True");

    private static void CreatePod(ClusterObjects cluster, JsonObject owner, string name, JsonObject template)
    {
        template.Meta()["name"] = name;
        template.Meta()["ownerReferences"] = ClusterObjects.OwnedBy(owner);
        cluster.Ensure("v1", "Pod", owner.Namespace(), template);
    }

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

            cluster.Ensure("v1", "PersistentVolumeClaim", statefulSet.Namespace(), claim);
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

    private static JsonObject Template(JsonObject owner, string label, string value)
    {
        var template = (JsonObject)owner.At("spec", "template")!.DeepClone();
        template.Meta().Child("labels")[label] = value;
        return template;
    }

    private static JsonObject Labels(JsonObject owner, string label, string value)
    {
        var labels = (JsonObject)(owner.At("spec", "selector", "matchLabels")?.DeepClone() ?? new JsonObject());
        labels[label] = value;
        return labels;
    }

    private static string HashOf(JsonNode? template) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(template?.ToJsonString() ?? "")))[..10];
}
