namespace Functions.Stores;

/// <summary>What an observation means for the wait: go on, wait, or give up.</summary>
public abstract record ReadinessDecision
{
    private ReadinessDecision()
    {
    }

    /// <summary>Turns the decision into what a retry policy understands.</summary>
    /// <exception cref="TransientStoreFailureException">Waiting.</exception>
    /// <exception cref="PermanentStoreFailureException">Hopeless.</exception>
    public void ThrowUnlessReady()
    {
        switch (this)
        {
            case Waiting { Reason: var reason }:
                throw new TransientStoreFailureException(reason.Reason, reason.Message);
            case Hopeless { Reason: var reason }:
                throw new PermanentStoreFailureException(reason.Reason, reason.Message);
        }
    }

    /// <summary>Everything asked about is ready.</summary>
    public sealed record Ready : ReadinessDecision;

    /// <summary>Not yet; nothing says that it cannot come.</summary>
    public sealed record Waiting(StoreFailure Reason) : ReadinessDecision;

    /// <summary>It will not come by waiting.</summary>
    public sealed record Hopeless(StoreFailure Reason) : ReadinessDecision;
}

/// <summary>Decides whether a store's workloads are ready, from what was observed alone.</summary>
public static class StoreReadiness
{
    /// <summary>Restarts after which a crashing container is given up.</summary>
    public const int CrashLimit = 5;

    private static readonly HashSet<string> s_hopelessAtOnce = new(StringComparer.Ordinal)
    {
        // ErrImagePull may pass; the kubelet backs off only after it failed repeatedly.
        "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "CreateContainerConfigError",
    };

    /// <summary>Decides for the database alone: its readiness probe is a real query over TCP.</summary>
    public static ReadinessDecision OfDatabase(StoreObservation observation) =>
        Of(observation.Workloads.Where(IsDatabase).ToList(), observation.Pods.Where(pod => pod.Component == "database").ToList(), "database");

    /// <summary>Decides for everything: all workloads, and the address.</summary>
    public static ReadinessDecision OfStore(StoreObservation observation)
    {
        var workloads = Of(observation.Workloads, observation.Pods, "store");
        return workloads is not ReadinessDecision.Ready ? workloads
            : observation.Exposure?.Url is null ? new ReadinessDecision.Waiting(new("AddressPending", $"The {observation.Exposure?.Type ?? "shop's Service"} has no address yet."))
            : workloads;
    }

    private static ReadinessDecision Of(IReadOnlyList<WorkloadObservation> workloads, IReadOnlyList<PodObservation> pods, string what)
    {
        if (workloads.Count == 0)
        {
            return new ReadinessDecision.Waiting(new("WorkloadMissing", $"The {what}'s workloads do not exist yet."));
        }

        var hopeless = workloads.Select(workload => workload.Failure).OfType<StoreFailure>().FirstOrDefault()
            ?? pods.Where(IsHopeless).Select(Describe).FirstOrDefault();
        if (hopeless is not null)
        {
            return new ReadinessDecision.Hopeless(hopeless);
        }

        return workloads.FirstOrDefault(workload => workload.Ready < workload.Desired) is { } late
            ? new ReadinessDecision.Waiting(new("NotReady", Explain(late, pods)))
            : new ReadinessDecision.Ready();
    }

    private static bool IsDatabase(WorkloadObservation workload) => workload.Component == "database" && workload.Kind == "StatefulSet";

    private static bool IsHopeless(PodObservation pod) =>
        pod.Waiting is { } waiting && (s_hopelessAtOnce.Contains(waiting.Reason) || (waiting.Reason == "CrashLoopBackOff" && pod.Restarts >= CrashLimit));

    private static StoreFailure Describe(PodObservation pod) => pod.Waiting! with { Message = $"Pod {pod.Name}: {pod.Waiting!.Message}" };

    private static string Explain(WorkloadObservation late, IReadOnlyList<PodObservation> pods)
    {
        var pod = pods.FirstOrDefault(candidate => candidate.Component == late.Component && !candidate.Ready);
        var state = pod is null ? "it has no pod yet"
            : pod.Waiting is { } waiting ? $"pod {pod.Name} is waiting: {waiting.Reason}, {waiting.Message}"
            : $"pod {pod.Name} is {pod.Phase} and not ready";
        return $"{late.Kind} {late.Name} has {late.Ready} of {late.Desired} ready; {state}.";
    }
}
