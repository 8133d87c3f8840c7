using k8s.Models;
using Stores.Core;
using Stores.Diagnosis;

namespace Functions.Kubernetes.Workloads;

/// <summary>What events tell.</summary>
internal static class EventWords
{
    /// <summary>When it happened last (UTC); writers fill in different fields.</summary>
    public static DateTime? At(Corev1Event happened) =>
        happened.LastTimestamp ?? happened.Series?.LastObservedTime ?? happened.EventTime ?? happened.CreationTimestamp();

    /// <summary>The latest of some events, as a reason and a message of bearable length; null when there is none.</summary>
    public static StoreFailure? Latest(IEnumerable<Corev1Event> events) => events.OrderBy(At).LastOrDefault() is { } latest
        ? new(latest.Reason ?? "Event", StoreDiagnosis.Shorten(Redaction.OfPatterns.Apply(latest.Message ?? latest.Reason ?? "")))
        : null;
}
