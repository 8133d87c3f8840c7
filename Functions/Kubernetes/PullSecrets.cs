using System.Net;
using Functions.Stores;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;

namespace Functions.Kubernetes;

/// <summary>Copies the Secret of <see cref="KubernetesOptions.ImagePullSecret"/>: a pod can pull by Secrets of its own namespace alone.</summary>
internal sealed class PullSecrets(ClusterConnection connection, IOptions<KubernetesOptions> options) : IPullSecrets
{
    // https://kubernetes.io/docs/concepts/configuration/secret/#docker-config-secrets
    private static readonly string[] s_types = ["kubernetes.io/dockerconfigjson", "kubernetes.io/dockercfg"];

    private ICoreV1Operations Secrets => connection.Client.CoreV1;

    public async Task<IReadOnlyList<string>> EnsureAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        if (options.Value.ImagePullSecret is not { Length: > 0 } configured)
        {
            return [];
        }

        var (source, name) = (configured.Split('/')[0], configured.Split('/')[1]);
        var original = await KubernetesFailures.IgnoreAsync(
            HttpStatusCode.NotFound, $"read secret {name} in {source}",
            () => Secrets.ReadNamespacedSecretAsync(name, source, cancellationToken: cancellationToken))
            ?? throw new PermanentStoreFailureException(
                "PullSecretMissing", $"There is no Secret {name} in namespace {source}: make it, or correct Kubernetes:ImagePullSecret.");
        if (!s_types.Contains(original.Type))
        {
            throw new PermanentStoreFailureException(
                "PullSecretUnusable", $"Secret {name} in namespace {source} is of type {original.Type}: images are pulled by {string.Join(" or ", s_types)}.");
        }

        var (ns, where) = (store.Resources.Namespace, $"secret {StoreResources.PullSecret} in {store.Resources.Namespace}");
        var copy = new V1Secret
        {
            Metadata = new V1ObjectMeta { Name = StoreResources.PullSecret, Labels = StoreNamespace.Labels(store) },
            Type = original.Type,
            Data = original.Data,
        };
        if (await KubernetesFailures.IgnoreAsync(
            HttpStatusCode.Conflict, $"create {where}", () => Secrets.CreateNamespacedSecretAsync(copy, ns, cancellationToken: cancellationToken)) is null)
        {
            // Credentials change; a type cannot, and another one is told as what the cluster refuses.
            await KubernetesFailures.TranslateAsync(
                $"update {where}", () => Secrets.ReplaceNamespacedSecretAsync(copy, StoreResources.PullSecret, ns, cancellationToken: cancellationToken));
        }

        return [StoreResources.PullSecret];
    }
}
