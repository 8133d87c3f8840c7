using Stores.Core;

namespace Stores.Readiness;

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
