using Stores.Core;

namespace Stores.Removal;

/// <summary>What exists for a store. Names and states alone, no contents.</summary>
/// <param name="NamespaceUid">The namespace's UID; null when there is no namespace of this store.</param>
/// <param name="Volumes">Its claims and the volumes that they are bound to.</param>
/// <param name="LoadBalancers">Its Services of type LoadBalancer.</param>
public sealed record StoreInventory(
    string? NamespaceUid, IReadOnlyList<VolumeRecord> Volumes, IReadOnlyList<LoadBalancerRecord> LoadBalancers)
{
    /// <summary>Nothing.</summary>
    public static StoreInventory Empty { get; } = new(null, [], []);

    /// <summary>Whether the namespace is being deleted already; then its contents may not be readable any more.</summary>
    public bool Terminating { get; init; }

    /// <summary>The release's revisions, oldest first; empty when there is no release.</summary>
    public IReadOnlyList<RevisionRecord> Revisions { get; init; } = [];

    /// <summary>Its Ingresses.</summary>
    public IReadOnlyList<IngressRecord> Ingresses { get; init; } = [];

    /// <summary>Names of the vault's secrets with its passwords; empty where no vault is used.</summary>
    public IReadOnlyList<string> VaultSecrets { get; init; } = [];

    /// <summary>
    /// Adds what was found at another time: nothing that was ever seen is forgotten, and of what was seen twice the later look counts.
    /// </summary>
    public StoreInventory Merge(StoreInventory later) => new(
        later.NamespaceUid ?? NamespaceUid, Union(Volumes, later.Volumes, volume => volume.Claim),
        Union(LoadBalancers, later.LoadBalancers, balancer => balancer.Service))
    {
        Terminating = later.Terminating,
        Revisions = Union(Revisions, later.Revisions, revision => $"{revision.Number}"),
        Ingresses = Union(Ingresses, later.Ingresses, ingress => ingress.Name),
        VaultSecrets = Union(VaultSecrets, later.VaultSecrets, name => name),
    };

    /// <summary>All of it, one entry for each thing whose absence is to be proved.</summary>
    /// <param name="store">Whose inventory it is.</param>
    public IReadOnlyList<StoreItem> Items(StoreResources store) =>
    [
        .. NamespaceUid is null ? Enumerable.Empty<StoreItem>() : [new StoreItem(StoreItem.Namespace, store.Namespace)],
        .. Revisions.Count == 0 ? Enumerable.Empty<StoreItem>() : [new StoreItem(StoreItem.Release, store.Release)],
        .. Ingresses.Select(ingress => new StoreItem(StoreItem.Ingress, ingress.Name)),
        .. LoadBalancers.Select(balancer => new StoreItem(StoreItem.Service, balancer.Service)),
        .. Volumes.Select(volume => new StoreItem(StoreItem.Claim, volume.Claim)),
        .. Volumes.Where(volume => volume.Volume is not null).Select(volume => new StoreItem(StoreItem.Volume, volume.Volume!)),
        .. VaultSecrets.Select(name => new StoreItem(StoreItem.VaultSecret, name)),
    ];

    private static IReadOnlyList<T> Union<T>(IReadOnlyList<T> earlier, IReadOnlyList<T> later, Func<T, string> key) =>
        [.. earlier.ExceptBy(later.Select(key), key), .. later];
}
