namespace Functions.Stores;

/// <summary>What exists in the cluster for a store.</summary>
/// <param name="NamespaceUid">The namespace's UID; null when there is no namespace of this store.</param>
/// <param name="Volumes">The persistent volumes that its claims are bound to.</param>
/// <param name="LoadBalancers">Its Services of type LoadBalancer.</param>
public sealed record StoreInventory(string? NamespaceUid, IReadOnlyList<VolumeRecord> Volumes, IReadOnlyList<string> LoadBalancers);

/// <summary>A claim and the volume behind it.</summary>
/// <param name="Claim">The PersistentVolumeClaim's name.</param>
/// <param name="Volume">The PersistentVolume's name; null while unbound.</param>
public sealed record VolumeRecord(string Claim, string? Volume);

/// <summary>What is left of a store.</summary>
/// <param name="Namespace">Null when the namespace is gone; else what keeps it, in the words of its conditions.</param>
/// <param name="Volumes">Names of its volumes that still exist; null when this account may not read volumes.</param>
public sealed record StoreRemains(string? Namespace, IReadOnlyList<string>? Volumes);
