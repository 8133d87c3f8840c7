using Stores.Readiness;
using Stores.Releases;

namespace Stores.Drift;

/// <summary>What helm last applied for a store, and what the cluster has.</summary>
/// <param name="Namespace">The namespace; when it is not <see cref="NamespaceState.Ours"/>, nothing else was looked at.</param>
/// <param name="Release">The newest revision of the release; null when there is none.</param>
/// <param name="Expected">The objects of that revision's manifest that are compared.</param>
/// <param name="Found">The namespace's objects of the same kinds.</param>
/// <param name="CredentialKeys">The keys of the credentials Secret; null when there is none.</param>
/// <param name="Workloads">The Deployments and StatefulSets among what was found.</param>
public sealed record DriftObservation(
    NamespaceState Namespace,
    ReleaseRevision? Release,
    IReadOnlyList<ClusterObject> Expected,
    IReadOnlyList<ClusterObject> Found,
    IReadOnlyList<string>? CredentialKeys,
    IReadOnlyList<WorkloadObservation> Workloads)
{
    /// <summary>Of a namespace in which nothing was looked at.</summary>
    public static DriftObservation Of(NamespaceState state) => new(state, null, [], [], null, []);
}
