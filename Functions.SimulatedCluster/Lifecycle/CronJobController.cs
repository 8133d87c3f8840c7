using System.Globalization;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Lifecycle;

/// <summary>CronJobs make Jobs when they are due, and keep as many finished ones as they are told to.</summary>
internal static class CronJobController
{
    private const string Component = "cronjob-controller";

    public static void Reconcile(ClusterObjects cluster, string ns)
    {
        foreach (var cronJob in cluster.Living("batch/v1", "CronJob", ns).ToList())
        {
            Reconcile(cluster, cronJob);
        }
    }

    private static void Reconcile(ClusterObjects cluster, JsonObject cronJob)
    {
        var jobs = cluster.OwnedObjects("batch/v1", "Job", cronJob).Where(job => !job.IsTerminating())
            .OrderBy(job => job.Text("status", "startTime"), StringComparer.Ordinal).ToList();
        var active = jobs.Where(job => !job.Is("Complete") && !job.Is("Failed")).ToList();
        Trim(cluster, cronJob, jobs.Where(job => job.Is("Complete")).ToList(), "successfulJobsHistoryLimit", 3);
        Trim(cluster, cronJob, jobs.Where(job => job.Is("Failed")).ToList(), "failedJobsHistoryLimit", 1);
        var status = (JsonObject)(cronJob["status"]?.DeepClone() ?? new JsonObject());
        if (jobs.LastOrDefault(job => job.Is("Complete")).Text("status", "completionTime") is { } completed)
        {
            status["lastSuccessfulTime"] = completed;
        }

        if (cronJob.At("spec", "suspend")?.GetValue<bool>() != true)
        {
            Schedule(cluster, cronJob, active, status);
        }

        status["active"] = new JsonArray(
            [
                .. active.Select(job => new JsonObject
                {
                    ["apiVersion"] = "batch/v1",
                    ["kind"] = "Job",
                    ["namespace"] = job.Namespace(),
                    ["name"] = job.Name(),
                    ["uid"] = job.Uid(),
                }),
            ]);
        if (active.Count == 0)
        {
            status.Remove("active");
        }

        cluster.SetStatus(cronJob, status);
    }

    private static void Schedule(ClusterObjects cluster, JsonObject cronJob, List<JsonObject> active, JsonObject status)
    {
        var text = cronJob.Text("spec", "schedule") ?? "";
        if (CronSchedule.TryParse(text, cronJob.Text("spec", "timeZone"), out var unreadable) is not { } schedule)
        {
            cluster.Event(cronJob, Component, "Warning", "UnparseableSchedule", $"unparseable schedule: \"{text}\" : {unreadable}");
            return;
        }

        if (schedule.Next(cluster.Now) is not { } next)
        {
            const string why = "time difference between two schedules is less than 1 second";
            cluster.Event(cronJob, Component, "Warning", "InvalidSchedule", $"invalid schedule: {text} : {why}");
            return;
        }

        cluster.LookAgain(cronJob.Namespace(), next - cluster.Now);
        var since = Time(cronJob.Text("status", "lastScheduleTime") ?? cronJob.Text("metadata", "creationTimestamp")!);
        if (schedule.Last(since, cluster.Now) is not { } due)
        {
            return;
        }

        if (cronJob.Number("spec", "startingDeadlineSeconds") is { } deadline && cluster.Now - due > TimeSpan.FromSeconds(deadline))
        {
            cluster.Event(cronJob, Component, "Warning", "MissSchedule", $"Missed scheduled time to start a job: {due:r}");
            return;
        }

        var policy = cronJob.Text("spec", "concurrencyPolicy") ?? "Allow";
        if (policy == "Forbid" && active.Count > 0)
        {
            cluster.Event(
                cronJob, Component, "Normal", "JobAlreadyActive",
                "Not starting job because prior execution is running and concurrency policy is Forbid");
            return;
        }

        foreach (var replaced in policy == "Replace" ? active.ToList() : [])
        {
            cluster.Delete(replaced);
            active.Remove(replaced);
            cluster.Event(cronJob, Component, "Normal", "SuccessfulDelete", $"Deleted job {replaced.Name()}");
        }

        if (Create(cluster, cronJob, $"{cronJob.Name()}-{due.ToUnixTimeSeconds() / 60}") is { } made)
        {
            active.Add(made);
            status["lastScheduleTime"] = due.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        }
    }

    private static JsonObject? Create(ClusterObjects cluster, JsonObject cronJob, string name)
    {
        var job = (JsonObject)cronJob.At("spec", "jobTemplate")!.DeepClone();
        job.Meta()["name"] = name;
        job.Meta()["ownerReferences"] = ClusterObjects.OwnedBy(cronJob);
        try
        {
            if (cluster.Ensure("batch/v1", "Job", cronJob.Namespace(), job))
            {
                cluster.Event(cronJob, Component, "Normal", "SuccessfulCreate", $"Created job {name}");
            }
        }
        catch (ApiException exception)
        {
            cluster.Event(cronJob, Component, "Warning", "FailedCreate", $"Error creating job: {exception.Message}");
        }

        return cluster.Find("batch/v1", "Job", cronJob.Namespace(), name);
    }

    private static void Trim(ClusterObjects cluster, JsonObject cronJob, List<JsonObject> finished, string limit, int otherwise)
    {
        foreach (var job in finished.Take(finished.Count - (cronJob.Number("spec", limit) ?? otherwise)))
        {
            cluster.Delete(job);
            cluster.Event(cronJob, Component, "Normal", "SuccessfulDelete", $"Deleted job {job.Name()}");
        }
    }

    private static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
