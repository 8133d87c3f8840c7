using System.Text.Json.Serialization;

namespace Stores.Core;

/// <summary>
/// One life of a store: a name may be used again after deletion, and what belonged to the earlier life is not the new one's.
/// </summary>
/// <param name="Name">The store's name.</param>
/// <param name="Generation">1 for the first store of that name, one more for each store after it.</param>
/// <param name="Installation">
/// The id of the installation of this product that made it: several may share a cluster, and none touches what another made.
/// </param>
public sealed record StoreIdentity(StoreName Name, int Generation, string Installation)
{
    /// <summary>The Kubernetes and helm names of what belongs to this store.</summary>
    [JsonIgnore]
    public StoreResources Resources => new(Name);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}#{Generation}";
}
