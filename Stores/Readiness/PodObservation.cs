using Stores.Core;

namespace Stores.Readiness;

/// <summary>A pod.</summary>
/// <param name="Name">The pod's name.</param>
/// <param name="Component">Its label app.kubernetes.io/component.</param>
/// <param name="Phase">status.phase.</param>
/// <param name="Ready">Its Ready condition.</param>
/// <param name="Restarts">Restarts of its most restarted container.</param>
/// <param name="Waiting">Why it does not run (ImagePullBackOff, CrashLoopBackOff, Unschedulable, ...); null when nothing says so.</param>
public sealed record PodObservation(string Name, string Component, string Phase, bool Ready, int Restarts, StoreFailure? Waiting = null)
{
    /// <summary>How a container of it ended last (OOMKilled, Error, ...) and with what words; null when none has ended badly.</summary>
    public string? BadEnd { get; init; }

    /// <summary>Whether it waits for a node.</summary>
    public bool IsUnscheduled { get; init; }
}
