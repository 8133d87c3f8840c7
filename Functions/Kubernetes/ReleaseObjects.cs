using System.Net.Http.Headers;
using Functions.Stores;
using k8s;
using k8s.Models;

namespace Functions.Kubernetes;

/// <summary>Applies what helm keeps of a release, with the field manager, the label and the annotations that are helm's.</summary>
internal sealed class ReleaseObjects(ClusterConnection connection) : IReleaseObjects
{
    private const string FieldManager = "helm";

    private static readonly MediaTypeHeaderValue s_applyPatch = new("application/apply-patch+yaml");

    private RawClient Raw => new((k8s.Kubernetes)connection.Client);

    public async Task<Look> ReapplyAsync(StoreResources store, CancellationToken cancellationToken)
    {
        var release = await ReadAsync(store, cancellationToken)
            ?? throw new PermanentStoreFailureException("ReleaseMissing", $"There is no helm release {store.Release} to apply again.");
        if (!release.Observation.IsDeployed)
        {
            return Look.NotYet(new(
                "ReleaseNotDeployed", $"Release {store.Release} in namespace {store.Namespace} is {release.Observation.Status}: a helm may be at work on it."));
        }

        foreach (var applied in ReleaseManifest.ReadAll(release.Manifest))
        {
            Claim(applied, store);
            await ApplyAsync(applied, store.Namespace, cancellationToken);
        }

        return Look.Done;
    }

    private Task<ReleaseSecret?> ReadAsync(StoreResources store, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync($"read release {store.Release} in {store.Namespace}", async () =>
        {
            var selector = $"{ReleaseSecret.StatusLabel}!=superseded,{ReleaseSecret.OwnerSelector(store.Release)}";
            var records = await connection.Client.CoreV1.ListNamespacedSecretAsync(store.Namespace, labelSelector: selector, cancellationToken: cancellationToken);
            return ReleaseSecret.ReadNewest(records.Items, store.Release);
        });

    // What helm knows its objects by.
    private static void Claim(IKubernetesObject<V1ObjectMeta> applied, StoreResources store)
    {
        applied.Metadata.EnsureLabels()["app.kubernetes.io/managed-by"] = "Helm";
        applied.Metadata.EnsureAnnotations()["meta.helm.sh/release-name"] = store.Release;
        applied.Metadata.EnsureAnnotations()["meta.helm.sh/release-namespace"] = store.Namespace;
    }

    private async Task ApplyAsync(IKubernetesObject<V1ObjectMeta> applied, string ns, CancellationToken cancellationToken)
    {
        var body = new StringContent(KubernetesJson.Serialize(applied), s_applyPatch);
        using var request = new HttpRequestMessage(HttpMethod.Patch, $"{ApiPath.Of(applied, ns)}?fieldManager={FieldManager}&force=true") { Content = body };
        using var answer = await Raw.SendAsync($"apply {applied.Kind} {applied.Name()} in {ns}", request, cancellationToken);
    }
}
