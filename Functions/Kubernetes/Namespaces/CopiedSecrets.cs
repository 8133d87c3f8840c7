using System.Net;
using Functions.Kubernetes.Connection;
using k8s;
using k8s.Models;
using Microsoft.Extensions.Options;
using Stores.Core;

namespace Functions.Kubernetes.Namespaces;

/// <summary>Copies the Secrets that <see cref="KubernetesOptions"/> names: a pod can use Secrets of its own namespace alone.</summary>
internal sealed class CopiedSecrets(ClusterConnection connection, IOptions<KubernetesOptions> options) : ICopiedSecrets
{
    private ICoreV1Operations Client => connection.Client.CoreV1;

    public async Task<IReadOnlyList<string>> EnsureAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        var secrets = CopiedSecret.Configured(options.Value);
        foreach (var secret in secrets)
        {
            var copy = secret.CopyOf(await ReadAsync(secret, cancellationToken), store);
            await WriteAsync(copy, store.Resources.Namespace, cancellationToken);
        }

        return [.. secrets.Select(secret => secret.Copy)];
    }

    private async Task<V1Secret> ReadAsync(CopiedSecret secret, CancellationToken cancellationToken)
    {
        var parts = secret.Source!.Split('/');
        var (ns, name) = (parts[0], parts[1]);
        V1Secret? original;
        try
        {
            original = await KubernetesFailures.IgnoreAsync(
                HttpStatusCode.NotFound, $"read secret {name} in {ns}",
                () => Client.ReadNamespacedSecretAsync(name, ns, cancellationToken: cancellationToken));
        }
        catch (PermanentStoreFailureException exception) when (exception.Failure.Reason == Reasons.Forbidden)
        {
            throw new PermanentStoreFailureException(
                secret.Failures.Forbidden,
                $"The app's account may not read Secret {name} in namespace {ns}: set {secret.Grant} of charts/orchestrator, which is "
                + "for its own namespace, or give the account a Role there.");
        }

        if (original is null)
        {
            throw new PermanentStoreFailureException(
                secret.Failures.Missing,
                $"There is no Secret {name} in namespace {ns}: make it, or correct Kubernetes:{secret.Setting}.");
        }

        return secret.FindFlaw(original) is not { } flaw ? original : throw new PermanentStoreFailureException(
            secret.Failures.Unusable, $"Secret {name} in namespace {ns} {flaw}, or correct Kubernetes:{secret.Setting}.");
    }

    private async Task WriteAsync(V1Secret copy, string ns, CancellationToken cancellationToken)
    {
        if (await CreateAsync(copy, ns, cancellationToken) is null && !await TryReplaceAsync(copy, ns, cancellationToken))
        {
            // The type of a Secret cannot change.
            await KubernetesFailures.IgnoreAsync(
                HttpStatusCode.NotFound, $"delete secret {copy.Name()} in {ns}",
                () => Client.DeleteNamespacedSecretAsync(copy.Name(), ns, cancellationToken: cancellationToken));
            await CreateAsync(copy, ns, cancellationToken);
        }
    }

    // Null when there is one already.
    private Task<V1Secret?> CreateAsync(V1Secret copy, string ns, CancellationToken cancellationToken) => KubernetesFailures.IgnoreAsync(
        HttpStatusCode.Conflict, $"create secret {copy.Name()} in {ns}",
        () => Client.CreateNamespacedSecretAsync(copy, ns, cancellationToken: cancellationToken));

    private async Task<bool> TryReplaceAsync(V1Secret copy, string ns, CancellationToken cancellationToken)
    {
        try
        {
            await KubernetesFailures.TranslateAsync(
                $"update secret {copy.Name()} in {ns}",
                () => Client.ReplaceNamespacedSecretAsync(copy, copy.Name(), ns, cancellationToken: cancellationToken));
            return true;
        }
        catch (PermanentStoreFailureException exception) when (exception.Failure.Reason == Reasons.ImmutableField)
        {
            return false;
        }
    }
}
