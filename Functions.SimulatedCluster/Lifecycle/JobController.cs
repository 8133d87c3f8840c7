using System.Globalization;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>Jobs run pods until enough have succeeded or too many have failed.</summary>
internal static class JobController
{
    private const string Component = "job-controller";

    public static void Reconcile(ClusterObjects cluster, string ns)
    {
        foreach (var job in cluster.Living("batch/v1", "Job", ns).ToList())
        {
            if (job.Is("Complete") || job.Is("Failed"))
            {
                ExpireFinished(cluster, job);
            }
            else
            {
                Reconcile(cluster, job);
            }
        }
    }

    private static void Reconcile(ClusterObjects cluster, JsonObject job)
    {
        var pods = cluster.OwnedObjects("v1", "Pod", job).ToList();
        var active = pods.Where(pod => pod.Text("status", "phase") is not ("Succeeded" or "Failed") && !pod.IsTerminating()).ToList();
        var (succeeded, failed) =
            (pods.Count(pod => pod.Text("status", "phase") == "Succeeded"), pods.Count(pod => pod.Text("status", "phase") == "Failed"));
        var started = job.Text("status", "startTime") ?? cluster.Timestamp;
        var observed = new JobState(
            job.Number("spec", "completions") ?? 1,
            job.Number("spec", "parallelism") ?? 1,
            job.Number("spec", "backoffLimit") ?? 6,
            job.At("spec", "suspend")?.GetValue<bool>() == true,
            job.Number("spec", "activeDeadlineSeconds"),
            cluster.Now - DateTimeOffset.Parse(started, CultureInfo.InvariantCulture),
            active.Count,
            succeeded,
            failed,
            Restarts: active.Sum(pod => pod.Items("status", "containerStatuses").Select(container => container.Number("restartCount") ?? 0)
                .DefaultIfEmpty().Max()));
        var decision = JobDecision.Of(observed);
        var conditions = new JsonArray();
        foreach (var pod in decision.Finished is null ? active.Take(-decision.Pods) : active)
        {
            ControlledPods.Delete(cluster, job, Component, pod);
        }

        var made = 0;
        for (; made < decision.Pods
            && ControlledPods.Create(cluster, job, Component, ControlledPods.RandomName(job), Template(job)) is null; made++)
        {
        }

        if (decision.Finished is { } finished)
        {
            var condition = Conditions.Make(job, finished.Type, status: true, finished.Reason, finished.Message, cluster.Timestamp);
            condition["lastProbeTime"] = cluster.Timestamp;
            conditions.Add(condition);
            cluster.Event(
                job, Component, finished.Type == "Complete" ? "Normal" : "Warning",
                finished.Type == "Complete" ? "Completed" : finished.Reason, finished.Message);
        }

        var status = new JsonObject
        {
            ["startTime"] = started,
            ["active"] = decision.Finished is null ? active.Count + Math.Min(decision.Pods, 0) + made : 0,
            ["ready"] = active.Count(ControlledPods.IsReady),
            ["succeeded"] = succeeded,
            ["failed"] = failed + (decision.Finished?.Type == "Failed" ? active.Count : 0),
        };
        if (decision.Finished?.Type == "Complete")
        {
            status["completionTime"] = cluster.Timestamp;
        }

        if (conditions.Count > 0)
        {
            status["conditions"] = conditions;
        }

        cluster.SetStatus(job, status);
        if (decision.LookAgain is { } after)
        {
            cluster.LookAgain(job.Namespace(), after);
        }
    }

    private static void ExpireFinished(ClusterObjects cluster, JsonObject job)
    {
        if (job.Number("spec", "ttlSecondsAfterFinished") is not { } seconds)
        {
            return;
        }

        var since = (job.Condition("Complete") ?? job.Condition("Failed")).Text("lastTransitionTime")!;
        var left = DateTimeOffset.Parse(since, CultureInfo.InvariantCulture).AddSeconds(seconds) - cluster.Now;
        if (left <= TimeSpan.Zero)
        {
            cluster.Delete(job);
        }
        else
        {
            cluster.LookAgain(job.Namespace(), left);
        }
    }

    private static JsonObject Template(JsonObject job) => ControlledPods.Template(
        job, ("job-name", job.Name()), ("batch.kubernetes.io/job-name", job.Name()), ("controller-uid", job.Uid()),
        ("batch.kubernetes.io/controller-uid", job.Uid()));
}
