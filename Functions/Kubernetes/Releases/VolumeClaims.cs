using System.Net;
using Functions.Kubernetes.Connection;
using k8s;
using k8s.Autorest;
using k8s.Models;
using Stores.Core;

namespace Functions.Kubernetes.Releases;

/// <summary>The claims of a store, which can grow and never shrink, and whose class stays what it was.</summary>
/// <param name="client">The cluster.</param>
/// <param name="store">Whose.</param>
/// <param name="found">Those that are there, by name.</param>
internal sealed class VolumeClaims(IKubernetes client, StoreResources store, IReadOnlyDictionary<string, V1PersistentVolumeClaim> found)
{
    private const string Storage = "storage";

    /// <summary>Reads the claims that are there.</summary>
    public static Task<VolumeClaims> ReadAsync(IKubernetes client, StoreResources store, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync($"list volume claims in {store.Namespace}", async () =>
        {
            var claims = await client.CoreV1.ListNamespacedPersistentVolumeClaimAsync(
                store.Namespace, cancellationToken: cancellationToken);
            return new VolumeClaims(client, store, claims.Items.ToDictionary(claim => claim.Name()));
        });

    /// <summary>The claims among objects that have grown beyond what these say, with their sizes.</summary>
    public IReadOnlyDictionary<string, string> FindGrown(IEnumerable<IKubernetesObject<V1ObjectMeta>> objects) =>
        (from wanted in objects.OfType<V1PersistentVolumeClaim>()
         let there = found.GetValueOrDefault(wanted.Name())
         where there is not null && SizeOf(there).ToDecimal() > SizeOf(wanted).ToDecimal()
         select there).ToDictionary(there => there.Name(), there => SizeOf(there).ToString());

    /// <summary>Gives the claims among objects the sizes that they have grown to.</summary>
    public void KeepGrown(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects)
    {
        var grown = FindGrown(objects);
        foreach (var wanted in objects.OfType<V1PersistentVolumeClaim>().Where(wanted => grown.ContainsKey(wanted.Name())))
        {
            wanted.Spec.Resources.Requests[Storage] = new ResourceQuantity(grown[wanted.Name()]);
        }
    }

    /// <summary>Whether a claim that is there has to grow to what objects say.</summary>
    public bool MustGrow(IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects) =>
        OfTemplates(objects).Any(pair => MustGrow(pair.Claim, pair.Template))
        || objects.OfType<V1PersistentVolumeClaim>().Any(
            wanted => found.TryGetValue(wanted.Name(), out var there) && MustGrow(there, wanted));

    /// <summary>What the templates of StatefulSets ask for that the claims made of them can never become, by field.</summary>
    public async Task<IReadOnlyList<string>> FindRefusalsAsync(
        IEnumerable<IKubernetesObject<V1ObjectMeta>> objects, CancellationToken cancellationToken)
    {
        var refusals = new List<string>();
        foreach (var (there, template) in OfTemplates(objects))
        {
            if (template.Spec.StorageClassName is { } wanted && wanted != there.Spec.StorageClassName)
            {
                refusals.Add(
                    $"PersistentVolumeClaim {there.Name()}: spec.storageClassName: "
                    + $"is {there.Spec.StorageClassName} and cannot become {wanted}");
            }
            else if (MustGrow(there, template) && await GrowAsync(there, template, "All", cancellationToken) is { } refusal
                && ObjectRefusal.RemedyFor(V1PersistentVolumeClaim.KubeKind, refusal) == RefusalRemedy.Refuse)
            {
                refusals.Add(
                    $"PersistentVolumeClaim {there.Name()}: spec.resources.requests.storage: is {SizeOf(there)} and cannot become "
                    + $"{SizeOf(template)}: {ObjectRefusal.Describe(refusal)}");
            }
        }

        return refusals;
    }

    /// <summary>Lets the claims of StatefulSets grow to what the templates ask for: a StatefulSet itself never changes claims that are
    /// there.</summary>
    /// <exception cref="StoreFailureException">The cluster could not be asked, or refused.</exception>
    public async Task GrowAsync(IEnumerable<IKubernetesObject<V1ObjectMeta>> objects, CancellationToken cancellationToken)
    {
        foreach (var (there, template) in OfTemplates(objects).Where(pair => MustGrow(pair.Claim, pair.Template)))
        {
            if (await GrowAsync(there, template, null, cancellationToken) is { } refusal)
            {
                throw KubernetesFailures.Classify(
                    $"let volume claim {there.Name()} in {store.Namespace} grow to {SizeOf(template)}",
                    (HttpStatusCode)(refusal.Code ?? 0),
                    KubernetesJson.Serialize(refusal));
            }
        }
    }

    private IEnumerable<(V1PersistentVolumeClaim Claim, V1PersistentVolumeClaim Template)> OfTemplates(
        IEnumerable<IKubernetesObject<V1ObjectMeta>> objects) =>
        from set in objects.OfType<V1StatefulSet>()
        from template in set.Spec.VolumeClaimTemplates ?? []
        from ordinal in Enumerable.Range(0, set.Spec.Replicas ?? 1)
        let there = found.GetValueOrDefault($"{template.Name()}-{set.Name()}-{ordinal}")
        where there is not null
        select (there, template);

    private Task<V1Status?> GrowAsync(
        V1PersistentVolumeClaim there, V1PersistentVolumeClaim template, string? dryRun, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync<V1Status?>($"let volume claim {there.Name()} in {store.Namespace} grow", async () =>
        {
            var requests = new { storage = SizeOf(template).ToString() };
            var patch = new V1Patch(new { spec = new { resources = new { requests } } }, V1Patch.PatchType.MergePatch);
            try
            {
                await client.CoreV1.PatchNamespacedPersistentVolumeClaimAsync(
                    patch, there.Name(), store.Namespace, dryRun: dryRun, cancellationToken: cancellationToken);
                return null;
            }
            catch (HttpOperationException exception) when (
                exception.Response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.UnprocessableEntity)
            {
                return KubernetesJson.Deserialize<V1Status>(exception.Response.Content);
            }
        });

    private static bool MustGrow(V1PersistentVolumeClaim there, V1PersistentVolumeClaim wanted) =>
        SizeOf(there).ToDecimal() < SizeOf(wanted).ToDecimal();

    private static ResourceQuantity SizeOf(V1PersistentVolumeClaim claim) => claim.Spec.Resources.Requests[Storage];
}
