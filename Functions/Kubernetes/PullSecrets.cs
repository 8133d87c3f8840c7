using System.Net;
using Functions.Stores;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Functions.Kubernetes;

/// <summary>
/// Copies the Secret of <see cref="KubernetesOptions.ImagePullSecret"/>: a pod can pull by Secrets of its own namespace alone.
/// </summary>
internal sealed class PullSecrets(ClusterConnection connection, IOptions<KubernetesOptions> options) : IPullSecrets
{
    private const string Copy = StoreResources.PullSecret;

    // https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets
    private static readonly string[] s_types = ["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"];

    private ICoreV1Operations Client => connection.Client.CoreV1;

    public async Task<IReadOnlyList<string>> EnsureAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        if (options.Value.ImagePullSecret?.Split('/') is not [var source, var name])
        {
            return [];
        }

        var original = await ReadAsync(source, name, cancellationToken);
        var copy = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = Copy, Labels = StoreNamespace.Labels(store) },
            Type = original.Type,
            Data = original.Data,
        };
        var ns = store.Resources.Namespace;
        if (await CreateAsync(copy, ns, cancellationToken) is null && !await TryReplaceAsync(copy, ns, cancellationToken))
        {
            // The type of a Secret cannot change.
            await KubernetesFailures.IgnoreAsync(
                HttpStatusCode.NotFound, $"delete secret {Copy} in {ns}",
                () => Client.DeleteNamespacedSecretAsync(Copy, ns, cancellationToken: cancellationToken));
            await CreateAsync(copy, ns, cancellationToken);
        }

        return [Copy];
    }

    private async Task<V1Secret> ReadAsync(string ns, string name, CancellationToken cancellationToken)
    {
        V1Secret? secret;
        try
        {
            secret = await KubernetesFailures.IgnoreAsync(
                HttpStatusCode.NotFound, $"read secret {name} in {ns}",
                () => Client.ReadNamespacedSecretAsync(name, ns, cancellationToken: cancellationToken));
        }
        catch (PermanentStoreFailureException exception) when (exception.Failure.Reason == "Forbidden")
        {
            throw new PermanentStoreFailureException(
                "PullSecretForbidden",
                $"The app's account may not read Secret {name} in namespace {ns}: set imagePullSecret.name of charts/orchestrator, which is for "
                + "its own namespace, or give the account a Role there.");
        }

        return secret switch
        {
            null => throw new PermanentStoreFailureException(
                "PullSecretMissing", $"There is no Secret {name} in namespace {ns}: make it, or correct Kubernetes:ImagePullSecret."),
            _ when !s_types.Contains(secret.Type) => throw new PermanentStoreFailureException(
                "PullSecretUnusable",
                $"Secret {name} in namespace {ns} is of type {secret.Type}: make it anew as {string.Join(" or ", s_types)}, or correct "
                + "Kubernetes:ImagePullSecret."),
            _ => secret,
        };
    }

    // Null when there is one already.
    private Task<V1Secret?> CreateAsync(V1Secret copy, string ns, CancellationToken cancellationToken) => KubernetesFailures.IgnoreAsync(
        HttpStatusCode.Conflict, $"create secret {Copy} in {ns}",
        () => Client.CreateNamespacedSecretAsync(copy, ns, cancellationToken: cancellationToken));

    private async Task<bool> TryReplaceAsync(V1Secret copy, string ns, CancellationToken cancellationToken)
    {
        try
        {
            await KubernetesFailures.TranslateAsync(
                $"update secret {Copy} in {ns}",
                () => Client.ReplaceNamespacedSecretAsync(copy, Copy, ns, cancellationToken: cancellationToken));
            return true;
        }
        catch (PermanentStoreFailureException exception) when (exception.Failure.Reason == "ImmutableField")
        {
            return false;
        }
    }
}
