using System.Net;
using System.Text.Json;
using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Namespaces;
using Functions.Kubernetes.Releases;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Stores.Core;
using Stores.Drift;
using Stores.Readiness;

namespace Functions.Kubernetes.Drift;

/// <summary>Observes stores over KubernetesClient.</summary>
internal sealed class DriftObserver(ClusterConnection connection) : IDriftObserver
{
    private IKubernetes Client => connection.Client;

    public Task<DriftObservation> ObserveAsync(StoreIdentity store, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync($"compare namespace {store.Resources.Namespace}", async () =>
        {
            try
            {
                return await LookAsync(store, cancellationToken);
            }
            catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.Forbidden)
            {
                // The account's rights go with the namespace.
                if (await StateAsync(store, cancellationToken) is var state and not NamespaceState.Ours)
                {
                    return DriftObservation.Of(state);
                }

                throw;
            }
        });

    public async Task RemoveAsync(StoreIdentity store, IReadOnlyList<Addition> additions, CancellationToken cancellationToken)
    {
        foreach (var ofObject in additions.GroupBy(addition => (addition.Kind, addition.Name)))
        {
            var (kind, name) = ofObject.Key;
            // What is removed from an array moves what comes after it: from the end.
            var operations = ofObject.Reverse().Select(addition => new { op = "remove", path = addition.JsonPath });
            var patch = new V1Patch(JsonSerializer.Serialize(operations), V1Patch.PatchType.JsonPatch);
            await KubernetesFailures.TranslateAsync($"remove what was added to {kind} {name} in {store.Resources.Namespace}", async () =>
            {
                try
                {
                    await ComparedKind.All[kind].PatchAsync!(Client, patch, store.Resources.Namespace, name, cancellationToken);
                }
                catch (HttpOperationException exception)
                    when (exception.Response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.UnprocessableEntity)
                {
                    // The object or the field is gone meanwhile; whether all is well now is looked at next.
                }

                return true;
            });
        }
    }

    private async Task<DriftObservation> LookAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        var ns = store.Resources.Namespace;
        // Everything but helm's superseded revisions: the newest one, and the credentials.
        var secrets = (await Client.CoreV1.ListNamespacedSecretAsync(
            ns, labelSelector: $"{ReleaseSecret.StatusLabel}!=superseded", cancellationToken: cancellationToken)).Items;
        var credentials = secrets.FirstOrDefault(secret => secret.Name() == StoreResources.CredentialsSecret);
        // They carry the store's labels as its namespace does, and so tell whose it is; without them it must be asked itself.
        if ((credentials is null || !StoreNamespace.Belongs(credentials, store))
            && await StateAsync(store, cancellationToken) is var state and not NamespaceState.Ours)
        {
            return DriftObservation.Of(state);
        }

        var release = ReleaseSecret.ReadNewest(secrets, store.Resources.Release);
        var expected = ReleaseManifest.Read(release?.Manifest ?? "");
        var kinds = expected.Select(item => item.Kind).Distinct().ToList();
        var found = await Task.WhenAll(kinds.Select(kind => kind.ListAsync(Client, ns, cancellationToken)));
        return new DriftObservation(
            NamespaceState.Ours,
            release?.Revision,
            [.. expected.Select(item => item.Object)],
            [.. kinds.Zip(found).SelectMany(pair => pair.Second.Select(pair.First.Describe))],
            credentials is null ? null : [.. credentials.Data?.Keys ?? []],
            [.. found.SelectMany(items => items).Select(Readiness).OfType<WorkloadObservation>()]);
    }

    private async Task<NamespaceState> StateAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        try
        {
            var ns = await Client.CoreV1.ReadNamespaceAsync(store.Resources.Namespace, cancellationToken: cancellationToken);
            return !StoreNamespace.Belongs(ns, store) ? NamespaceState.Foreign
                : ns.Metadata.DeletionTimestamp is not null ? NamespaceState.Terminating
                : NamespaceState.Ours;
        }
        catch (HttpOperationException exception) when (exception.Response.StatusCode == HttpStatusCode.NotFound)
        {
            return NamespaceState.Missing;
        }
    }

    private static WorkloadObservation? Readiness(IKubernetesObject<V1ObjectMeta> found) => found switch
    {
        V1Deployment deployment => new(
            deployment.Kind ?? V1Deployment.KubeKind, deployment.Name(), "", deployment.Spec.Replicas ?? 1,
            deployment.Status?.AvailableReplicas ?? 0),
        V1StatefulSet set =>
            new(set.Kind ?? V1StatefulSet.KubeKind, set.Name(), "", set.Spec.Replicas ?? 1, set.Status?.ReadyReplicas ?? 0),
        _ => null,
    };
}
