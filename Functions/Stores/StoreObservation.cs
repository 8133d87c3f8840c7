namespace Functions.Stores;

/// <summary>What the cluster says of a store's workloads at one moment.</summary>
/// <param name="Workloads">The Deployments, StatefulSets and Jobs of the release; empty when there are none.</param>
/// <param name="Pods">Their pods.</param>
/// <param name="Exposure">How the shop can be reached; null while its Service does not exist.</param>
public sealed record StoreObservation(
    IReadOnlyList<WorkloadObservation> Workloads, IReadOnlyList<PodObservation> Pods, ExposureObservation? Exposure)
{
    /// <summary>When it was looked, by the clock of who looked (UTC).</summary>
    public DateTime At { get; init; }

    /// <summary>The namespace's PersistentVolumeClaims.</summary>
    public IReadOnlyList<ClaimObservation> Claims { get; init; } = [];

    /// <summary>Whether the shop is told a mail relay; null while its Deployment does not exist.</summary>
    public bool? HasMailRelay { get; init; }
}

/// <summary>What is known of a shop once its store is ready.</summary>
/// <param name="Url">Its absolute URL.</param>
/// <param name="HasMailRelay">Whether it has a mail relay, without which its mail is not sent; null where that was not seen.</param>
public sealed record ReadyShop(string Url, bool? HasMailRelay);

/// <summary>A Deployment, StatefulSet or Job.</summary>
/// <param name="Kind">Kubernetes' kind.</param>
/// <param name="Name">The object's name.</param>
/// <param name="Component">Its label app.kubernetes.io/component: database, web, ...</param>
/// <param name="Desired">Pods asked for (a Job: completions).</param>
/// <param name="Ready">Pods ready (a Job: succeeded), of the newest revision.</param>
/// <param name="Failure">Why the workload does not go on (FailedCreate, BackoffLimitExceeded, ...); null when nothing says so.</param>
public sealed record WorkloadObservation(string Kind, string Name, string Component, int Desired, int Ready, StoreFailure? Failure = null)
{
    /// <summary>Whether it has failed for good, as a Job does; else the cluster goes on trying.</summary>
    public bool HasFailed { get; init; }
}

/// <summary>A pod.</summary>
/// <param name="Name">The pod's name.</param>
/// <param name="Component">Its label app.kubernetes.io/component.</param>
/// <param name="Phase">status.phase.</param>
/// <param name="Ready">Its Ready condition.</param>
/// <param name="Restarts">Restarts of its most restarted container.</param>
/// <param name="Waiting">Why it does not run (ImagePullBackOff, CrashLoopBackOff, Unschedulable, ...); null when nothing says so.</param>
public sealed record PodObservation(string Name, string Component, string Phase, bool Ready, int Restarts, StoreFailure? Waiting = null)
{
    /// <summary>Kubernetes' reason for the pause before a container that has crashed is started again.</summary>
    public const string CrashLoop = "CrashLoopBackOff";

    /// <summary>How a container of it ended last (OOMKilled, Error, ...) and with what words; null when none has ended badly.</summary>
    public string? BadEnd { get; init; }

    /// <summary>Whether it waits for a node.</summary>
    public bool IsUnscheduled { get; init; }
}

/// <summary>A PersistentVolumeClaim.</summary>
/// <param name="Name">The claim's name.</param>
/// <param name="IsBound">Whether it has its volume.</param>
/// <param name="Failure">Why it has none (ProvisioningFailed, ...); null when nothing says so.</param>
public sealed record ClaimObservation(string Name, bool IsBound, StoreFailure? Failure = null);

/// <summary>The shop's way in.</summary>
/// <param name="Type">NodePort, LoadBalancer or Ingress.</param>
/// <param name="Url">The shop's absolute URL; null while no address is assigned.</param>
public sealed record ExposureObservation(string Type, string? Url)
{
    /// <summary>The address that is waited for; null when it is there, or none is waited for.</summary>
    public PendingAddress? Pending { get; init; }

    /// <summary>The certificate that the Ingress names and that is not there; null when none is asked for, or it is there.</summary>
    public MissingCertificate? MissingCertificate { get; init; }
}

/// <summary>A check's Job.</summary>
/// <param name="Name">The Job's name.</param>
/// <param name="Exists">Whether it is there.</param>
/// <param name="Succeeded">Whether it has ended well.</param>
/// <param name="Failure">How it failed; null when it did not.</param>
public sealed record CheckObservation(string Name, bool Exists, bool Succeeded, StoreFailure? Failure = null);
