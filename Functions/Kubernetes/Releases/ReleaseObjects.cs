using System.Globalization;
using Functions.Kubernetes.Connection;
using k8s;
using k8s.Models;
using Stores.Core;
using Stores.Releases;

namespace Functions.Kubernetes.Releases;

/// <summary>Applies what helm keeps of a release, and makes way where something of it cannot change.</summary>
internal sealed class ReleaseObjects(ClusterConnection connection, ReleaseRecords records) : IReleaseObjects
{
    private IKubernetes Client => connection.Client;

    public async Task<Look> ReapplyAsync(StoreResources store, CancellationToken cancellationToken)
    {
        var release = await records.ReadNewestAsync(store, cancellationToken)
            ?? throw new PermanentStoreFailureException(
                Reasons.ReleaseMissing, $"There is no helm release {store.Release} to apply again.");
        if (!release.Revision.IsDeployed)
        {
            return Look.NotYet(new(
                Reasons.ReleaseNotDeployed,
                $"Release {store.Release} in namespace {store.Namespace} is {release.Revision.Status.Word()}: "
                + "a helm may be at work on it."));
        }

        var objects = ReleaseManifest.ReadAll(release.Manifest);
        if (await PrepareAsync(store, objects, cancellationToken) is { State: not LookState.Done } unready)
        {
            return unready;
        }

        var writer = new ObjectWriter(Client, store);
        foreach (var wanted in objects)
        {
            await writer.ApplyAsync(wanted, cancellationToken);
        }

        await GrowClaimsAsync(store, objects, cancellationToken);
        return Look.Done;
    }

    public async Task<IReadOnlyDictionary<string, string>> FindGrownClaimsAsync(
        StoreResources store, string manifest, CancellationToken cancellationToken) =>
        (await VolumeClaims.ReadAsync(Client, store, cancellationToken)).FindGrown(ReleaseManifest.ReadAll(manifest));

    public Task<Look> PrepareAsync(StoreResources store, string manifest, int revision, CancellationToken cancellationToken)
    {
        var objects = ReleaseManifest.ReadAll(manifest);
        // helm template knows of one revision alone.
        foreach (var job in objects.OfType<V1Job>().Where(job => job.Name().EndsWith("-1", StringComparison.Ordinal)))
        {
            job.Metadata.Name = $"{job.Name()[..^1]}{revision.ToString(CultureInfo.InvariantCulture)}";
        }

        return PrepareAsync(store, objects, cancellationToken);
    }

    public Task GrowClaimsAsync(StoreResources store, string manifest, CancellationToken cancellationToken) =>
        GrowClaimsAsync(store, ReleaseManifest.ReadAll(manifest), cancellationToken);

    private async Task GrowClaimsAsync(
        StoreResources store, IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects, CancellationToken cancellationToken) =>
        await (await VolumeClaims.ReadAsync(Client, store, cancellationToken)).GrowAsync(objects, cancellationToken);

    private async Task<Look> PrepareAsync(
        StoreResources store, IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects, CancellationToken cancellationToken)
    {
        var (claims, writer) = (await VolumeClaims.ReadAsync(Client, store, cancellationToken), new ObjectWriter(Client, store));
        claims.KeepGrown(objects);
        var (refusals, replaced) = (
            (await claims.FindRefusalsAsync(objects, cancellationToken)).ToList(), new List<IKubernetesObject<V1ObjectMeta>>());
        foreach (var wanted in objects)
        {
            if (await writer.TryAsync(wanted, cancellationToken) is not { } refusal)
            {
                continue;
            }

            var remedy = ObjectRefusal.RemedyFor(wanted.Kind, refusal);
            if (remedy == RefusalRemedy.Refuse
                || (remedy == RefusalRemedy.Replace && await LosesItsPodsAsync(store, wanted, cancellationToken)))
            {
                refusals.Add($"{wanted.Kind} {wanted.Name()}: {ObjectRefusal.Describe(refusal)}");
            }
            else if (remedy == RefusalRemedy.Replace)
            {
                replaced.Add(wanted);
            }
        }

        if (refusals.Count > 0)
        {
            throw new PermanentStoreFailureException(
                Reasons.ImmutableField,
                $"Release {store.Release} in namespace {store.Namespace} was left as it is, since what holds data can never become "
                + $"what it says. {string.Join(". ", refusals)}. "
                + "Put the values back, let the storage class allow its volumes to grow, or make another store.");
        }

        var going = new List<string>();
        foreach (var wanted in replaced)
        {
            if (!await writer.MakeWayAsync(wanted, cancellationToken))
            {
                going.Add($"{wanted.Kind} {wanted.Name()}");
            }
        }

        return going.Count > 0
            ? Look.NotYet(new(
                Reasons.ObjectsReplaced, $"In namespace {store.Namespace} makes way for another: {string.Join(", ", going)}."))
            : claims.MustGrow(objects) && !await RaiseQuotasAsync(writer, store, objects, cancellationToken)
            ? Look.NotYet(new(Reasons.QuotaRaised, $"The quota of namespace {store.Namespace} was raised, and is still to be heeded."))
            : Look.Done;
    }

    // Room for volumes that are to grow: a quota that is raised along with them comes too late for the first.
    private async Task<bool> RaiseQuotasAsync(
        ObjectWriter writer,
        StoreResources store,
        IReadOnlyList<IKubernetesObject<V1ObjectMeta>> objects,
        CancellationToken cancellationToken)
    {
        const string storage = "requests.storage";
        var isHeeded = true;
        foreach (var quota in objects.OfType<V1ResourceQuota>().Where(quota => quota.Spec.Hard.ContainsKey(storage)))
        {
            await writer.ApplyAsync(quota, cancellationToken);
            var there = await KubernetesFailures.TranslateAsync(
                $"read ResourceQuota {quota.Name()} in {store.Namespace}",
                () => Client.CoreV1.ReadNamespacedResourceQuotaAsync(quota.Name(), store.Namespace, cancellationToken: cancellationToken));
            isHeeded &= there.Status?.Hard is { } heeded && heeded.TryGetValue(storage, out var limit)
                && limit.ToDecimal() >= quota.Spec.Hard[storage].ToDecimal();
        }

        return isHeeded;
    }

    // Pods that the next set would not know for its own would keep their names from it.
    private async Task<bool> LosesItsPodsAsync(
        StoreResources store, IKubernetesObject<V1ObjectMeta> wanted, CancellationToken cancellationToken)
    {
        if (wanted is not V1StatefulSet set)
        {
            return false;
        }

        var there = await KubernetesFailures.IgnoreAsync(
            System.Net.HttpStatusCode.NotFound, $"read StatefulSet {set.Name()} in {store.Namespace}",
            () => Client.AppsV1.ReadNamespacedStatefulSetAsync(set.Name(), store.Namespace, cancellationToken: cancellationToken));
        return there is not null && !there.Spec.Selector.MatchLabels.OrderBy(label => label.Key, StringComparer.Ordinal)
            .SequenceEqual(set.Spec.Selector.MatchLabels.OrderBy(label => label.Key, StringComparer.Ordinal));
    }
}
