using System.Net.Http.Headers;
using Functions.Kubernetes.Connection;
using k8s;
using k8s.Models;
using Stores.Core;

namespace Functions.Kubernetes.Releases;

/// <summary>Applies the objects of a release as helm does, with the field manager, the label and the annotations that are helm's.</summary>
internal sealed class ObjectWriter(IKubernetes client, StoreResources store)
{
    private const string FieldManager = "helm";

    private static readonly MediaTypeHeaderValue s_applyPatch = new("application/apply-patch+yaml");

    private readonly RawClient _raw = new((k8s.Kubernetes)client);

    /// <summary>Applies an object, and takes back fields that others have set.</summary>
    public async Task ApplyAsync(IKubernetesObject<V1ObjectMeta> wanted, CancellationToken cancellationToken)
    {
        using var request = Apply(wanted, "");
        using var answer = await _raw.SendAsync($"apply {Name(wanted)}", request, cancellationToken);
    }

    /// <summary>Asks whether an object can be applied; changes nothing.</summary>
    /// <returns>Why not; null when it can.</returns>
    public async Task<V1Status?> TryAsync(IKubernetesObject<V1ObjectMeta> wanted, CancellationToken cancellationToken)
    {
        using var request = Apply(wanted, "&dryRun=All");
        return await _raw.AskAsync($"try to apply {Name(wanted)}", request, cancellationToken);
    }

    /// <summary>Deletes an object whose place another one is to take. The pods of a StatefulSet stay, with their volumes, and are the next
    /// one's.</summary>
    /// <returns>Whether it has gone.</returns>
    public async Task<bool> MakeWayAsync(IKubernetesObject<V1ObjectMeta> wanted, CancellationToken cancellationToken)
    {
        var path = ApiPath.Of(wanted, store.Namespace);
        ObjectMetadata found;
        try
        {
            found = await new MetadataClient((k8s.Kubernetes)client).ReadAsync($"read {Name(wanted)}", path, cancellationToken);
        }
        catch (PermanentStoreFailureException exception) when (exception.Failure.Reason == KubernetesReasons.NotFound)
        {
            return true;
        }

        if (found.DeletionTimestamp is null)
        {
            var options = new V1DeleteOptions
            {
                PropagationPolicy = wanted is V1StatefulSet ? "Orphan" : "Background",
                Preconditions = new V1Preconditions { Uid = found.Uid },
            };
            using var request = new HttpRequestMessage(HttpMethod.Delete, path)
            {
                Content = Json(options, new MediaTypeHeaderValue("application/json")),
            };
            using var answer = await _raw.SendAsync($"delete {Name(wanted)}", request, cancellationToken);
        }

        return false;
    }

    private string Name(IKubernetesObject<V1ObjectMeta> wanted) => $"{wanted.Kind} {wanted.Name()} in {store.Namespace}";

    private HttpRequestMessage Apply(IKubernetesObject<V1ObjectMeta> wanted, string query)
    {
        // What helm knows its objects by.
        wanted.Metadata.EnsureLabels()["app.kubernetes.io/managed-by"] = "Helm";
        wanted.Metadata.EnsureAnnotations()["meta.helm.sh/release-name"] = store.Release;
        wanted.Metadata.EnsureAnnotations()["meta.helm.sh/release-namespace"] = store.Namespace;
        return new HttpRequestMessage(
            HttpMethod.Patch, $"{ApiPath.Of(wanted, store.Namespace)}?fieldManager={FieldManager}&force=true{query}")
        {
            Content = Json(wanted, s_applyPatch),
        };
    }

    private static StringContent Json(object value, MediaTypeHeaderValue type) => new(KubernetesJson.Serialize(value), type);
}
