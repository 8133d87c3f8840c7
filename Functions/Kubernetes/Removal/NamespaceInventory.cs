using Functions.Kubernetes.Connection;
using Functions.Kubernetes.Releases;
using k8s;
using k8s.Models;
using Stores.Core;
using Stores.Releases;
using Stores.Removal;

namespace Functions.Kubernetes.Removal;

/// <summary>Lists what a store's namespace holds that must be seen to disappear.</summary>
internal sealed class NamespaceInventory(IKubernetes client, IReleaseRecords releases, V1Namespace ns, StoreResources store)
{
    /// <summary>Lists it with what is worth keeping in the receipt.</summary>
    /// <returns>No more than the namespace itself when that is on its way out and the account's role has gone with its contents.</returns>
    public async Task<StoreInventory> InventoryAsync(CancellationToken cancellationToken)
    {
        var found = await LookAsync(cancellationToken);
        return found is null
            ? StoreInventory.Empty with { NamespaceUid = ns.Uid(), Terminating = true }
            : found with { Volumes = await new VolumeInventory(client, ns.Name()).DescribeAsync(found.Volumes, cancellationToken) };
    }

    /// <summary>What is left of it; null where the account may not look any more.</summary>
    public async Task<IReadOnlyList<StoreItem>?> FindContentsAsync(CancellationToken cancellationToken) =>
        (await LookAsync(cancellationToken))?.Items(store);

    private async Task<StoreInventory?> LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await KubernetesFailures.TranslateAsync($"list what {ns.Name()} holds", async () =>
            {
                var claims = client.CoreV1.ListNamespacedPersistentVolumeClaimAsync(ns.Name(), cancellationToken: cancellationToken);
                var services = client.CoreV1.ListNamespacedServiceAsync(ns.Name(), cancellationToken: cancellationToken);
                var ingresses = client.NetworkingV1.ListNamespacedIngressAsync(ns.Name(), cancellationToken: cancellationToken);
                var revisions = releases.ReadAsync(store, cancellationToken);
                await Task.WhenAll(claims, services, ingresses, revisions);
                return new StoreInventory(
                    ns.Uid(),
                    [.. (await claims).Items.Select(Describe)],
                    [
                        .. (await services).Items.Where(service => service.Spec.Type == "LoadBalancer")
                            .Select(service => new LoadBalancerRecord(service.Name(), Addresses(service))),
                    ])
                {
                    Terminating = ns.Metadata.DeletionTimestamp is not null,
                    Ingresses = [.. (await ingresses).Items.Select(ingress => new IngressRecord(
                        ingress.Name(), [.. (ingress.Spec.Rules ?? []).Select(rule => rule.Host).OfType<string>()]))],
                    Revisions = [.. (await revisions).Select(found => new RevisionRecord(found.Revision, found.Status.Word()))],
                };
            });
        }
        catch (PermanentStoreFailureException exception)
            when (exception.Failure.Reason == Reasons.Forbidden && ns.Metadata.DeletionTimestamp is not null)
        {
            return null;
        }
    }

    private static VolumeRecord Describe(V1PersistentVolumeClaim claim) =>
        new(claim.Name(), claim.Spec.VolumeName) { ClaimUid = claim.Uid() };

    private static List<string> Addresses(V1Service service) =>
        [.. (service.Status?.LoadBalancer?.Ingress ?? []).Select(address => address.Hostname ?? address.Ip).OfType<string>()];
}
