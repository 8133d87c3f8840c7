namespace Functions.Stores;

/// <summary>Decides whether a store is ready, claim after claim, from what was observed alone.</summary>
public static class StoreReadiness
{
    private const string InstallComponent = "install";

    /// <summary>Decides for the database alone: its readiness probe is a real query over TCP.</summary>
    public static ReadinessDecision OfDatabase(StoreObservation observation, ReadinessSettings settings)
    {
        var database = observation with
        {
            Workloads = [.. observation.Workloads.Where(workload => workload is { Component: "database", Kind: "StatefulSet" })],
            Pods = [.. observation.Pods.Where(pod => pod.Component == "database")],
        };
        return HopelessStates.Find(database, settings) is { } hopeless ? new ReadinessDecision.Hopeless(hopeless)
            : database.Workloads.Count == 0 ? Wait("WorkloadMissing", "The database's workload does not exist yet.")
            : OfWorkloads(database);
    }

    /// <summary>Decides for everything that the release makes: the install job has succeeded, every workload is ready, the address is assigned, and the certificate is issued.</summary>
    public static ReadinessDecision OfStore(StoreObservation observation, ReadinessSettings settings)
    {
        if (HopelessStates.Find(observation, settings) is { } hopeless)
        {
            return new ReadinessDecision.Hopeless(hopeless);
        }

        if (!observation.Workloads.Any(workload => workload is { Component: InstallComponent, Kind: "Job" }))
        {
            return Wait("WorkloadMissing", "The install job does not exist yet.");
        }

        if (observation.Workloads.FirstOrDefault(workload => workload is { Component: InstallComponent, Kind: "Job" } && workload.Ready < workload.Desired) is { } installing)
        {
            return Wait("InstallRunning", Explain(installing, observation.Pods));
        }

        var workloads = OfWorkloads(observation);
        return workloads is not ReadinessDecision.Ready ? workloads
            : observation.Exposure?.Url is null ? Wait("AddressPending", $"The {observation.Exposure?.Type ?? "shop's Service"} has no address yet.")
            : observation.Exposure.MissingCertificate is { } secret ? Wait(
                "CertificatePending", $"Secret {secret} of type kubernetes.io/tls does not exist yet; look at the Certificate of that name, or at what is to copy the Secret.")
            : workloads;
    }

    /// <summary>Decides for a check that was started.</summary>
    public static ReadinessDecision OfCheck(CheckObservation check) => check switch
    {
        { Failure: { } failure } => new ReadinessDecision.Hopeless(failure),
        { Succeeded: true } => new ReadinessDecision.Ready(),
        { Exists: false } => new ReadinessDecision.Hopeless(new("CheckMissing", $"Job {check.Name} is gone before it was seen to end; begin anew.")),
        _ => Wait("CheckRunning", $"Job {check.Name} runs."),
    };

    private static ReadinessDecision OfWorkloads(StoreObservation observation) =>
        observation.Workloads.FirstOrDefault(workload => workload.Ready < workload.Desired) is { } late
            ? Wait("NotReady", Explain(late, observation.Pods))
            : new ReadinessDecision.Ready();

    private static ReadinessDecision.Waiting Wait(string reason, string message) => new(new(reason, message));

    private static string Explain(WorkloadObservation late, IReadOnlyList<PodObservation> pods)
    {
        var pod = pods.FirstOrDefault(candidate => candidate.Component == late.Component && !candidate.Ready);
        var state = pod is null ? "it has no pod yet"
            : pod.Waiting is { } waiting ? $"pod {pod.Name} is waiting: {waiting.Reason}, {waiting.Message}"
            : $"pod {pod.Name} is {pod.Phase} and not ready";
        return $"{late.Kind} {late.Name} has {late.Ready} of {late.Desired} ready; {state}.";
    }
}
