using Functions.Kubernetes.Connection;
using k8s.Models;
using Stores.Core;

namespace Functions.Kubernetes.Namespaces;

/// <summary>One of the Secrets that are copied into stores' namespaces, and what it has to be.</summary>
/// <param name="Copy">What the copy is called.</param>
/// <param name="Source">namespace/name of the original; null where none is configured.</param>
/// <param name="Setting">The setting that names it, in section Kubernetes.</param>
/// <param name="Failures">The reasons of its failures: it may not be read, is not there, is not what it has to be.</param>
/// <param name="Grant">The value of charts/orchestrator that lets the app read it.</param>
internal sealed record CopiedSecret(
    string Copy, string? Source, string Setting, (string Forbidden, string Missing, string Unusable) Failures, string Grant)
{
    /// <summary>The types that it may be of; null for any.</summary>
    public IReadOnlyList<string>? Types { get; init; }

    /// <summary>The keys that it must have, and that alone are copied; null for whatever it has.</summary>
    public IReadOnlyList<string>? Keys { get; init; }

    /// <summary>All that are configured.</summary>
    public static IReadOnlyList<CopiedSecret> Configured(KubernetesOptions options) =>
    [
        .. new CopiedSecret[]
        {
            new(
                StoreResources.PullSecret, options.ImagePullSecret, nameof(options.ImagePullSecret),
                (Reasons.PullSecretForbidden, Reasons.PullSecretMissing, Reasons.PullSecretUnusable), "imagePullSecret.name")
            {
                // https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets
                Types = ["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"],
            },
            new(
                StoreResources.MailSecret, options.MailSecret, nameof(options.MailSecret),
                (Reasons.MailSecretForbidden, Reasons.MailSecretMissing, Reasons.MailSecretUnusable), "mailSecret.name")
            {
                Keys = ["smtp-user", "smtp-password"],
            },
        }.Where(secret => !string.IsNullOrEmpty(secret.Source)),
    ];

    /// <summary>What is wrong with the original, as the end of a sentence; null for nothing.</summary>
    public string? FindFlaw(V1Secret original)
    {
        if (Types is not null && !Types.Contains(original.Type))
        {
            return $"is of type {original.Type}: make it anew as {string.Join(" or ", Types)}";
        }

        var missing = (Keys ?? []).Where(key => original.Data?.ContainsKey(key) is not true).ToList();
        return missing.Count == 0 ? null : $"has no {string.Join(" and no ", missing)}: add what it lacks";
    }

    /// <summary>The copy for a store.</summary>
    public V1Secret CopyOf(V1Secret original, StoreIdentity store) => new()
    {
        Metadata = new V1ObjectMeta { Name = Copy, Labels = StoreNamespace.Labels(store) },
        // What is chosen of a Secret need not fit its type.
        Type = Keys is null ? original.Type : "Opaque",
        Data = Keys is null ? original.Data : Keys.ToDictionary(key => key, key => original.Data[key]),
    };
}
