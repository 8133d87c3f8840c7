using k8s.Models;
using Stores.Core;
using Stores.Diagnosis;

namespace Functions.Kubernetes.Workloads;

/// <summary>What pods tell about how they fare.</summary>
internal static class PodWords
{
    /// <summary>Label of a Job's pods whose value is the Job's name.</summary>
    public const string JobLabel = "job-name";

    private const int MostWords = 500;

    /// <summary>All containers' statuses, initial ones first.</summary>
    public static IEnumerable<V1ContainerStatus> Containers(V1Pod? pod) =>
        (pod?.Status?.InitContainerStatuses ?? []).Concat(pod?.Status?.ContainerStatuses ?? []);

    /// <summary>
    /// How a Job ended is in its last pod's termination message; that it was tried often enough is all that the Job itself says.
    /// </summary>
    /// <param name="pods">The Job's pods.</param>
    /// <param name="redaction">Takes secrets out of it, before it is cut to length.</param>
    public static string? LastOf(IEnumerable<V1Pod> pods, Redaction redaction)
    {
        var said = WholeOf(pods, redaction);
        return said is { Length: > MostWords } ? said[^MostWords..] : said;
    }

    /// <summary>As <see cref="LastOf"/>, uncut: 4096 bytes at most.</summary>
    public static string? WholeOf(IEnumerable<V1Pod> pods, Redaction redaction)
    {
        var last = pods.Where(pod => pod.Status?.Phase == "Failed").MaxBy(pod => pod.CreationTimestamp());
        var message = Containers(last).Select(container => container.State?.Terminated)
            .LastOrDefault(ended => ended is { ExitCode: not 0, Message.Length: > 0 })?.Message;
        return message is null ? null : redaction.Apply(message).Trim();
    }

    /// <summary>How a container of a pod that is not well ended last, at which limit, and with what words; null when none has ended
    /// badly.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="redaction">Takes secrets out of the words.</param>
    public static string? BadEndOf(V1Pod pod, Redaction redaction)
    {
        var ended = Containers(pod).Where(container => !container.Ready)
            .Select(container => (container.Name, End: container.State?.Terminated ?? container.LastState?.Terminated))
            .LastOrDefault(container => container.End is { ExitCode: not 0 });
        if (ended.End is not { } end)
        {
            return null;
        }

        var limits = pod.Spec.Containers.FirstOrDefault(container => container.Name == ended.Name)?.Resources?.Limits;
        var limit = end.Reason == KubernetesReasons.OOMKilled && limits?.TryGetValue("memory", out var memory) == true
            ? $" at its limit of {memory}"
            : "";
        var words = redaction.Apply(end.Message ?? "")
            .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        return $"container {ended.Name} ended by {end.Reason ?? KubernetesReasons.Error} (exit code {end.ExitCode}){limit}"
            + (words is null ? "" : $": {StoreDiagnosis.Shorten(words)}");
    }

    /// <summary>Whether a container's last words are needed to tell how it ended.</summary>
    public static bool HasLastWords(V1Pod pod) => Containers(pod).Any(container =>
        !container.Ready && (container.State?.Terminated ?? container.LastState?.Terminated) is { ExitCode: not 0, Message.Length: > 0 });

    /// <summary>Why a container of it does not run; null when none says so.</summary>
    public static V1ContainerStateWaiting? Waiting(V1Pod pod) =>
        Containers(pod).Select(container => container.State?.Waiting).FirstOrDefault(state => state?.Reason is not null);

    /// <summary>Whether the pod's Ready condition holds.</summary>
    public static bool IsReady(V1Pod pod) =>
        pod.Status?.Conditions?.Any(condition => condition is { Type: "Ready", Status: "True" }) == true;

    /// <summary>Restarts of the most restarted container.</summary>
    public static int Restarts(V1Pod pod) => Containers(pod).Select(container => container.RestartCount).DefaultIfEmpty().Max();

    /// <summary>Why the scheduler finds no node; null when it has found one.</summary>
    public static V1PodCondition? Unscheduled(V1Pod pod) =>
        pod.Status?.Conditions?.FirstOrDefault(condition => condition is { Type: "PodScheduled", Status: "False" });
}
