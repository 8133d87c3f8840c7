using System.Text.Json;

namespace Functions.Stores;

/// <summary>What a store's namespace was found to be.</summary>
public enum NamespaceState
{
    /// <summary>There, and this store's.</summary>
    Ours,

    /// <summary>Not there.</summary>
    Missing,

    /// <summary>There, without the labels of this store, its generation and this installation.</summary>
    Foreign,

    /// <summary>Being deleted.</summary>
    Terminating,
}

/// <summary>What helm last applied for a store, and what the cluster has.</summary>
/// <param name="Namespace">The namespace; when it is not <see cref="NamespaceState.Ours"/>, nothing else was looked at.</param>
/// <param name="Release">The newest revision of the release; null when there is none.</param>
/// <param name="Expected">The objects of that revision's manifest that are compared.</param>
/// <param name="Found">The namespace's objects of the same kinds.</param>
/// <param name="CredentialKeys">The keys of the credentials Secret; null when there is none.</param>
/// <param name="Workloads">The Deployments and StatefulSets among what was found.</param>
public sealed record StoreSurvey(
    NamespaceState Namespace,
    ReleaseObservation? Release,
    IReadOnlyList<ClusterObject> Expected,
    IReadOnlyList<ClusterObject> Found,
    IReadOnlyList<string>? CredentialKeys,
    IReadOnlyList<WorkloadObservation> Workloads)
{
    /// <summary>Of a namespace in which nothing was looked at.</summary>
    public static StoreSurvey Of(NamespaceState state) => new(state, null, [], [], null, []);
}

/// <summary>A revision of a helm release.</summary>
/// <param name="Revision">From 1.</param>
/// <param name="Status">helm's word: deployed, failed, pending-upgrade, ...</param>
/// <param name="Chart">The chart's name and version, as in the label helm.sh/chart.</param>
public sealed record ReleaseObservation(int Revision, string Status, string Chart)
{
    /// <summary>Whether it is installed.</summary>
    public bool IsDeployed => Status == "deployed";
}

/// <summary>An object, as helm's manifest describes it or as the API server shows it.</summary>
/// <param name="Kind">Kubernetes' kind.</param>
/// <param name="Name">Its name.</param>
/// <param name="Content">The whole object.</param>
public sealed record ClusterObject(string Kind, string Name, JsonElement Content);
