using System.Globalization;
using Functions.Stores;

namespace Functions.Secrets;

/// <summary>The tags by which a vault's secrets tell whose they are.</summary>
internal static class VaultTags
{
    private const string Store = "store";
    private const string Generation = "generation";
    private const string Installation = "installation";

    /// <summary>Tags a secret as a store's.</summary>
    public static void Write(IDictionary<string, string> tags, StoreIdentity store)
    {
        tags[Store] = store.Name.Value;
        tags[Generation] = store.Generation.ToString(CultureInfo.InvariantCulture);
        tags[Installation] = store.Installation;
    }

    /// <summary>Whose a secret is; null when its tags do not say so.</summary>
    public static StoreIdentity? Read(IDictionary<string, string> tags) =>
        tags.TryGetValue(Installation, out var installation) && installation.Length > 0
        && tags.TryGetValue(Store, out var store) && StoreName.TryParse(store, out var name)
        && tags.TryGetValue(Generation, out var generation) && int.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new StoreIdentity(name, number, installation)
            : null;
}
