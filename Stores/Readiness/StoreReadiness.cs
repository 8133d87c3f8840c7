using Stores.Core;

namespace Stores.Readiness;

/// <summary>Decides whether a store is ready, claim after claim, from what was observed alone.</summary>
public static class StoreReadiness
{
    private const string InstallComponent = "install";

    /// <summary>Decides for the database alone: its readiness probe is a real query over TCP.</summary>
    /// <param name="observation">What is seen.</param>
    /// <param name="settings">What is borne.</param>
    /// <param name="earlier">What earlier looks have seen; null before the first.</param>
    /// <returns>With what the next look is to be given, while it is not yet ready.</returns>
    public static Look OfDatabase(StoreObservation observation, ReadinessSettings settings, Sightings? earlier = null)
    {
        var sightings = (earlier ?? Sightings.None).After(observation, settings);
        var database = observation with
        {
            Workloads = [.. observation.Workloads.Where(workload => workload is { Component: "database", Kind: "StatefulSet" })],
            Pods = [.. observation.Pods.Where(pod => pod.Component == "database")],
        };
        return HopelessStates.Find(database, settings, sightings) is { } hopeless ? Look.Hopeless(hopeless)
            : Remember(OfDatabase(database), sightings);
    }

    private static Look OfDatabase(StoreObservation database) =>
        database.Workloads.Count == 0
            ? Wait(Reasons.WorkloadMissing, "The database's workload does not exist yet.")
            : OfWorkloads(database);

    /// <summary>
    /// Decides for everything that the release makes: the install job has succeeded, every workload is ready, the address is assigned, and
    /// the certificate is issued.
    /// </summary>
    /// <inheritdoc cref="OfDatabase(StoreObservation, ReadinessSettings, Sightings)"/>
    public static Look OfStore(StoreObservation observation, ReadinessSettings settings, Sightings? earlier = null)
    {
        var sightings = (earlier ?? Sightings.None).After(observation, settings);
        return HopelessStates.Find(observation, settings, sightings) is { } hopeless
            ? Look.Hopeless(hopeless)
            : Remember(OfStore(observation), sightings);
    }

    private static Look OfStore(StoreObservation observation)
    {
        if (!observation.Workloads.Any(workload => workload is { Component: InstallComponent, Kind: "Job" }))
        {
            return Wait(Reasons.WorkloadMissing, "The install job does not exist yet.");
        }

        if (observation.Workloads.FirstOrDefault(
            workload => workload is { Component: InstallComponent, Kind: "Job" } && workload.Ready < workload.Desired) is { } installing)
        {
            return Wait(Reasons.InstallRunning, Explain(installing, observation.Pods));
        }

        var workloads = OfWorkloads(observation);
        return workloads.State != LookState.Done ? workloads
            : observation.Exposure is null ? Wait(Reasons.AddressPending, "The shop's Service does not exist yet.")
            : observation.Exposure.Url is null ? Wait(
                Reasons.AddressPending,
                observation.Exposure.Pending?.Explain() ?? $"The shop has no address yet, by its {observation.Exposure.Type}.")
            : observation.Exposure.MissingCertificate is { } missing ? Wait(Reasons.CertificatePending, missing.Explain())
            : workloads;
    }

    /// <summary>Decides for a check that was started.</summary>
    public static Look OfCheck(CheckObservation check) => check switch
    {
        { Failure: { } failure } => Look.Hopeless(failure),
        { Succeeded: true } => Look.Done,
        { Exists: false } => Look.Hopeless(new(Reasons.CheckMissing, $"Job {check.Name} is gone before it was seen to end; begin anew.")),
        _ => Wait(Reasons.CheckRunning, $"Job {check.Name} runs."),
    };

    private static Look OfWorkloads(StoreObservation observation) =>
        observation.Workloads.FirstOrDefault(workload => workload.Ready < workload.Desired) is { } late
            ? Wait(Reasons.NotReady, Explain(late, observation.Pods))
            : Look.Done;

    private static Look Remember(Look look, Sightings sightings) =>
        look.State == LookState.Done ? look : look with { Sightings = sightings };

    private static Look Wait(string reason, string message) => Look.NotYet(new(reason, message));

    private static string Explain(WorkloadObservation late, IReadOnlyList<PodObservation> pods)
    {
        var pod = pods.FirstOrDefault(candidate => candidate.Component == late.Component && !candidate.Ready);
        var state = pod is null ? "it has no pod yet"
            : pod.Waiting is { } waiting ? $"pod {pod.Name} is waiting: {waiting.Reason}, {waiting.Message}"
            : $"pod {pod.Name} is {pod.Phase} and not ready";
        state += pod?.BadEnd is { } end ? $"; {end.TrimEnd('.')}" : "";
        return $"{late.Kind} {late.Name} has {late.Ready} of {late.Desired} ready; {state}.";
    }
}
