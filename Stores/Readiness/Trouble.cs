using System.Text.RegularExpressions;
using Stores.Core;

namespace Stores.Readiness;

/// <summary>Something that keeps a store from getting ready.</summary>
/// <param name="What">Whose trouble and of what sort, the same at every look: "Pod web-1: container".</param>
/// <param name="Failure">Why, as the cluster says it.</param>
/// <param name="Grace">How long it is borne; null for what cannot pass by itself.</param>
internal sealed partial record Trouble(string What, StoreFailure Failure, TimeSpan? Grace)
{
    // How each container begins.
    private static readonly HashSet<string> s_ordinary =
        new(StringComparer.Ordinal) { KubernetesReasons.ContainerCreating, KubernetesReasons.PodInitializing };

    /// <summary>All troubles but crashes, which count by restarts.</summary>
    /// <remarks>A workload says more than its claim, and a claim more than the pod that waits for it.</remarks>
    public static IEnumerable<Trouble> Of(StoreObservation observation, ReadinessSettings settings) =>
        observation.Workloads.Where(workload => workload.Failure is not null).Select(workload => Of(workload, settings))
            .Concat(observation.Claims.Where(claim => claim is { IsBound: false, Failure: not null }).Select(claim => Of(claim, settings)))
            .Concat(observation.Pods.Where(IsHeldUp).Select(pod => Of(pod, settings)));

    private static Trouble Of(WorkloadObservation workload, ReadinessSettings settings) =>
        new($"{workload.Kind} {workload.Name}", workload.Failure!, workload.HasFailed ? null : settings.Grace);

    private static Trouble Of(ClaimObservation claim, ReadinessSettings settings)
    {
        var what = $"PersistentVolumeClaim {claim.Name}";
        return new(what, claim.Failure! with { Message = $"{what}: {claim.Failure.Message}" }, settings.VolumeGrace);
    }

    // The reasons of a container that cannot start are one trouble: kubelet alternates between ErrImagePull and the pause after it.
    private static Trouble Of(PodObservation pod, ReadinessSettings settings)
    {
        var reason = pod.Waiting!.Reason == KubernetesReasons.ErrImagePull ? KubernetesReasons.ImagePullBackOff : pod.Waiting.Reason;
        var failure = new StoreFailure(reason, $"Pod {pod.Name}: {pod.Waiting.Message}");
        return pod.IsUnscheduled
            ? new($"Pod {pod.Name}: node", failure, settings.ScheduleGrace)
            : new($"Pod {pod.Name}: container", failure, CannotPass(pod.Waiting) ? null : settings.Grace);
    }

    private static bool IsHeldUp(PodObservation pod) =>
        pod.Waiting is { } waiting && !s_ordinary.Contains(waiting.Reason) && waiting.Reason != KubernetesReasons.CrashLoopBackOff;

    // What a pod names it keeps, and a store's Secret cannot change. A Secret, an image or a registry that is missing may still come.
    private static bool CannotPass(StoreFailure waiting) => waiting.Reason switch
    {
        KubernetesReasons.InvalidImageName => true,
        KubernetesReasons.CreateContainerConfigError => MissingKey().IsMatch(waiting.Message),
        _ => false,
    };

    [GeneratedRegex(@"\Acouldn't find key \S+ in (?:Secret|ConfigMap) ")]
    private static partial Regex MissingKey();
}
