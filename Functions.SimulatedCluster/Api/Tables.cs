using System.Globalization;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;

namespace Functions.SimulatedCluster.Api;

/// <summary>Objects as rows, for kubectl get: the columns that kubectl users know of each kind.</summary>
internal static class Tables
{
    private static readonly Column s_name = new("Name", item => item.Name());
    private static readonly Column s_age = new("Age", (item, now) => Age(item.Text("metadata", "creationTimestamp"), now));

    // The cells are those of kubernetes/pkg/printers/internalversion.
    private static readonly Dictionary<string, Column[]> s_columns = new(StringComparer.Ordinal)
    {
        ["Pod"] =
        [
            s_name, new("Ready", ReadyOfContainers), new("Status", PodStatus),
            new("Restarts", pod => Count(Containers(pod).Sum(container => container.Number("restartCount") ?? 0))), s_age,
        ],
        ["Deployment"] =
        [
            s_name, new("Ready", ReadyOfReplicas), Of("Up-to-date", "status", "updatedReplicas"),
            Of("Available", "status", "availableReplicas"), s_age,
        ],
        ["StatefulSet"] = [s_name, new("Ready", ReadyOfReplicas), s_age],
        ["ReplicaSet"] =
        [
            s_name, Of("Desired", "spec", "replicas"), Of("Current", "status", "replicas"), Of("Ready", "status", "readyReplicas"), s_age,
        ],
        ["Job"] =
        [
            s_name, new("Status", JobStatus),
            new("Completions", job => $"{job.Number("status", "succeeded") ?? 0}/{job.Number("spec", "completions") ?? 1}"), s_age,
        ],
        ["CronJob"] =
        [
            s_name, Of("Schedule", "spec", "schedule"),
            new("Suspend", job => job.At("spec", "suspend")?.GetValue<bool>() == true ? "True" : "False"), s_age,
        ],
        ["Service"] =
        [
            s_name, Of("Type", "spec", "type"), Of("Cluster-IP", "spec", "clusterIP"), new("External-IP", ExternalAddress),
            new("Port(s)", Ports), s_age,
        ],
        ["Namespace"] = [s_name, Of("Status", "status", "phase"), s_age],
        ["Node"] = [s_name, new("Status", node => Condition(node, "Ready") == "True" ? "Ready" : "NotReady"), s_age],
        ["PersistentVolumeClaim"] =
        [
            s_name, Of("Status", "status", "phase"), Of("Volume", "spec", "volumeName"), Of("Capacity", "status", "capacity", "storage"),
            Of("StorageClass", "spec", "storageClassName"), s_age,
        ],
        ["PersistentVolume"] =
        [
            s_name, Of("Capacity", "spec", "capacity", "storage"), Of("Reclaim Policy", "spec", "persistentVolumeReclaimPolicy"),
            Of("Status", "status", "phase"),
            new("Claim", volume =>
                volume.Text("spec", "claimRef", "name") is { } claim ? $"{volume.Text("spec", "claimRef", "namespace")}/{claim}" : ""),
            s_age,
    ],
        ["Secret"] = [s_name, Of("Type", "type"), new("Data", Entries), s_age],
        ["ConfigMap"] = [s_name, new("Data", Entries), s_age],
        ["Event"] =
        [
            new("Last Seen", (item, now) => Age(item.Text("lastTimestamp") ?? item.Text("metadata", "creationTimestamp"), now)),
            Of("Type", "type"), Of("Reason", "reason"),
            new("Object", item => $"{item.Text("involvedObject", "kind")?.ToLowerInvariant()}/{item.Text("involvedObject", "name")}"),
            Of("Message", "message"),
        ],
    };

    private static readonly Column[] s_default = [s_name, s_age];

    public static JsonObject Of(
        Kind kind, IReadOnlyList<JsonObject> items, JsonObject metadata, DateTimeOffset now, Func<JsonObject, JsonObject> metadataOf)
    {
        var columns = s_columns.GetValueOrDefault(kind.Name, s_default);
        return new JsonObject
        {
            ["kind"] = "Table",
            ["apiVersion"] = "meta.k8s.io/v1",
            ["metadata"] = metadata,
            ["columnDefinitions"] = new JsonArray([.. columns.Select(column => new JsonObject
            {
                ["name"] = column.Name,
                ["type"] = "string",
                ["format"] = column == s_name ? "name" : "",
                ["description"] = "",
                ["priority"] = 0,
            })]),
            ["rows"] = new JsonArray([.. items.Select(item => new JsonObject
            {
                ["cells"] = new JsonArray([.. columns.Select(column => JsonValue.Create(column.Cell(item, now)))]),
                ["object"] = metadataOf(item),
            })]),
        };
    }

    private static Column Of(string name, params string[] path) => new(name, item => item.At(path) is { } value ? value.ToString() : "");

    private static IEnumerable<JsonObject> Containers(JsonObject pod) => pod.Items("status", "containerStatuses");

    private static string PodStatus(JsonObject pod)
    {
        if (pod.IsTerminating())
        {
            return "Terminating";
        }

        var states = Containers(pod)
            .Select(container => container.Text("state", "waiting", "reason") ?? container.Text("state", "terminated", "reason"))
            .OfType<string>().Where(reason => reason.Length > 0);
        return states.LastOrDefault() ?? pod.Text("status", "phase") ?? "";
    }

    private static string ReadyOfContainers(JsonObject pod)
    {
        var ready = Containers(pod).Count(container => container["ready"]?.GetValue<bool>() == true);
        return $"{ready}/{pod.Items("spec", "containers").Count()}";
    }

    private static string ReadyOfReplicas(JsonObject workload) =>
        $"{workload.Number("status", "readyReplicas") ?? 0}/{workload.Number("spec", "replicas") ?? 1}";

    private static string JobStatus(JsonObject job) => Condition(job, "Complete") == "True" ? "Complete"
        : Condition(job, "Failed") == "True" ? "Failed"
        : "Running";

    private static string? Condition(JsonObject item, string type) =>
        item.Items("status", "conditions").FirstOrDefault(condition => condition.Text("type") == type).Text("status");

    private static string ExternalAddress(JsonObject service)
    {
        var addresses = service.Items("status", "loadBalancer", "ingress").Select(ingress => ingress.Text("ip") ?? ingress.Text("hostname"))
            .OfType<string>().ToList();
        return addresses.Count > 0 ? string.Join(',', addresses) : service.Text("spec", "type") == "LoadBalancer" ? "<pending>" : "<none>";
    }

    private static string Ports(JsonObject service) => string.Join(',', service.Items("spec", "ports").Select(port =>
        $"{port.Number("port")}{(port.Number("nodePort") is { } nodePort ? $":{nodePort}" : "")}/{port.Text("protocol") ?? "TCP"}"));

    private static string Entries(JsonObject item) => Count((item["data"] as JsonObject)?.Count ?? 0);

    private static string Count(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Age(string? since, DateTimeOffset now)
    {
        if (!DateTimeOffset.TryParse(since, CultureInfo.InvariantCulture, out var begun))
        {
            return "<unknown>";
        }

        var age = now - begun;
        return age.TotalMinutes < 2 ? $"{(int)Math.Max(0, age.TotalSeconds)}s"
            : age.TotalHours < 2 ? $"{(int)age.TotalMinutes}m"
            : age.TotalDays < 2 ? $"{(int)age.TotalHours}h"
            : $"{(int)age.TotalDays}d";
    }

    private sealed record Column(string Name, Func<JsonObject, DateTimeOffset, string> Cell)
    {
        public Column(string name, Func<JsonObject, string> cell)
            : this(name, (item, _) => cell(item))
        {
        }
    }
}
