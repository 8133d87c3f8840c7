using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;

namespace Functions.SimulatedCluster.Api;

/// <summary>What a pod's containers have said: it follows from their status, so that nothing need be kept.</summary>
internal static class PodLogs
{
    /// <summary>What containers say after they have started: an annotation of the pod.</summary>
    public const string Annotation = "simulated-cluster/log";

    /// <exception cref="ApiException">
    /// 400: no such container, or it has not started; the texts are kubelet's and the API server's. 422: an option is out of range.
    /// </exception>
    public static string Read(JsonObject pod, IQueryCollection query)
    {
        var container = Choose(pod, query["container"].FirstOrDefault());
        var (tail, bytes) = (Option(query, "tailLines", 0), Option(query, "limitBytes", 1));
        var run = pod.Text("spec", "nodeName") is null ? null : RunOf(pod, container, query["previous"] == "true");
        var lines = run is null ? [] : Lines(pod, container, run, query["timestamps"] == "true").ToList();
        var text = string.Concat((tail is { } last ? lines.TakeLast(last) : lines).Select(line => line + "\n"));
        return bytes is { } limit && Encoding.UTF8.GetBytes(text) is var encoded && encoded.Length > limit
            ? Encoding.UTF8.GetString(encoded, 0, limit)
            : text;
    }

    private static string Choose(JsonObject pod, string? asked)
    {
        var containers = pod.Items("spec", "containers").Select(container => container.Text("name") ?? "").ToList();
        var initial = pod.Items("spec", "initContainers").Select(container => container.Text("name") ?? "").ToList();
        if (string.IsNullOrEmpty(asked))
        {
            asked = pod.Text("metadata", "annotations", "kubectl.kubernetes.io/default-container")
                ?? (containers.Count == 1 ? containers[0] : null);
            return asked ?? throw ApiException.BadRequest(
                $"a container name must be specified for pod {pod.Name()}, choose one of: [{string.Join(' ', containers)}]"
                + (initial.Count > 0 ? $" or one of the init containers: [{string.Join(' ', initial)}]" : ""));
        }

        return containers.Contains(asked) || initial.Contains(asked)
            ? asked
            : throw ApiException.BadRequest($"container {asked} is not valid for pod {pod.Name()}");
    }

    // As kubelet's validateContainerLogStatus decides.
    private static JsonObject RunOf(JsonObject pod, string container, bool previous)
    {
        var which = $"container \"{container}\" in pod \"{pod.Name()}\"";
        var status = pod.Items("status", "initContainerStatuses")
            .Concat(pod.Items("status", "containerStatuses")).FirstOrDefault(candidate => candidate.Text("name") == container)
            ?? throw ApiException.BadRequest($"{which} is not available");
        var last = status.At("lastState", "terminated") as JsonObject;
        return previous
            ? last ?? throw ApiException.BadRequest($"previous terminated {which} not found")
            : status.At("state", "running") as JsonObject ?? status.At("state", "terminated") as JsonObject ?? last
                ?? throw ApiException.BadRequest(
                    status.Text("state", "waiting", "reason") switch
                    {
                        "ErrImagePull" => $"{which} is waiting to start: image can't be pulled",
                        "ImagePullBackOff" => $"{which} is waiting to start: trying and failing to pull image",
                        { } reason => $"{which} is waiting to start: {reason}",
                        null => $"{which} is waiting to start - no logs yet",
                    });
    }

    private static IEnumerable<string> Lines(JsonObject pod, string container, JsonObject run, bool timestamps)
    {
        var said = new List<string> { $"{container} started (simulated)" };
        said.AddRange((pod.Text("metadata", "annotations", Annotation) ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries));
        if (run.Number("exitCode") is { } code)
        {
            said.AddRange((run.Text("message") ?? "").Split('\n', StringSplitOptions.RemoveEmptyEntries));
            said.Add($"{container} ended with exit code {code} (simulated)");
        }

        return timestamps ? said.Select(line => $"{run.Text("startedAt")} {line}") : said;
    }

    private static int? Option(IQueryCollection query, string name, int least)
    {
        if (query[name].FirstOrDefault() is not { Length: > 0 } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least
            ? value
            : throw new ApiException(
                422, "Invalid",
                $"PodLogOptions \"\" is invalid: {name}: Invalid value: {text}: "
                + $"must be greater than {(least == 0 ? "or equal to 0" : "0")}");
    }
}
