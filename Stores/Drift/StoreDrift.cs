using System.Text.Json.Serialization;

namespace Stores.Drift;

/// <summary>One way in which the cluster is not as the store's last operation left it.</summary>
/// <param name="Subject">What drifted: "NetworkPolicy deny-all", "release demo".</param>
/// <param name="Reason">One CamelCase word: NetworkPolicyMissing, DeploymentChanged, ReleaseFailed, WorkloadNotReady, ...</param>
/// <param name="Message">
/// One sentence: what was met and, where the operator is needed, what to do. Names fields, never their values.
/// </param>
/// <param name="Remedy">Who can put it right.</param>
public sealed record StoreDrift(string Subject, string Reason, string Message, DriftRemedy Remedy)
{
    /// <summary>Begins the subject of a drift of the namespace as a whole.</summary>
    internal const string NamespaceSubject = "namespace";

    /// <summary>Begins the subject of a drift of the helm release as a whole.</summary>
    internal const string ReleaseSubject = "release";

    /// <summary>Begins the subject of a drift of the credentials.</summary>
    internal const string SecretSubject = "Secret";

    /// <summary>Tells this drift from others of the same store, and knows it again at the next look.</summary>
    [JsonIgnore]
    public string Key => $"{Reason} {Subject}";
}
