namespace Functions.Stores;

/// <summary>Tells what waiting cannot mend.</summary>
internal static class HopelessStates
{
    private static readonly HashSet<string> s_hopelessAtOnce = new(StringComparer.Ordinal)
    {
        // ErrImagePull may pass; the kubelet backs off only after it failed repeatedly.
        "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "CreateContainerConfigError",
    };

    /// <summary>The first reason to give up; null while there is none.</summary>
    /// <remarks>A workload says more than its claim, and a claim more than the pod that waits for it.</remarks>
    public static StoreFailure? Find(StoreObservation observation, ReadinessSettings settings) =>
        observation.Workloads.Select(workload => workload.Failure).OfType<StoreFailure>().FirstOrDefault()
        ?? observation.Claims.Where(claim => IsHopeless(claim, observation.At, settings)).Select(Describe).FirstOrDefault()
        ?? observation.Pods.Where(pod => IsHopeless(pod, observation.At, settings)).Select(Describe).FirstOrDefault();

    private static bool IsHopeless(ClaimObservation claim, DateTime at, ReadinessSettings settings) =>
        claim is { IsBound: false, Failure: not null } && at - claim.Since >= settings.VolumeGrace;

    private static bool IsHopeless(PodObservation pod, DateTime at, ReadinessSettings settings) => pod switch
    {
        { Waiting: null } => false,
        { Waiting.Reason: "CrashLoopBackOff" } => pod.Restarts >= settings.CrashLimit,
        { UnscheduledSince: { } since } => at - since >= settings.ScheduleGrace,
        _ => s_hopelessAtOnce.Contains(pod.Waiting.Reason),
    };

    private static StoreFailure Describe(PodObservation pod) => pod.Waiting! with { Message = $"Pod {pod.Name}: {pod.Waiting!.Message}" };

    private static StoreFailure Describe(ClaimObservation claim) => claim.Failure! with { Message = $"PersistentVolumeClaim {claim.Name}: {claim.Failure!.Message}" };
}
