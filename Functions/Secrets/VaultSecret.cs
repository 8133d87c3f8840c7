using System.Globalization;
using Azure.Security.KeyVault.Secrets;
using Functions.Stores;

namespace Functions.Secrets;

/// <summary>What a store's secrets are called in a vault, and what says whose they are.</summary>
internal static class VaultSecret
{
    public const string StoreTag = "store";

    public const string GenerationTag = "generation";

    public const string InstallationTag = "installation";

    /// <summary>
    /// Unique for each installation and generation: installations may share a vault, and a deleted name stays reserved for the vault's retention.
    /// At most 121 of the 127 characters that a vault allows, with six digits of generation.
    /// </summary>
    public static string NameOf(StoreIdentity store, string key) => $"store-{store.Name}-{store.Installation}-{Generation(store)}-{key}";

    public static KeyVaultSecret Describe(StoreIdentity store, string key, string value) => new(NameOf(store, key), value)
    {
        Properties =
        {
            Tags = { [StoreTag] = store.Name.Value, [GenerationTag] = Generation(store), [InstallationTag] = store.Installation },
        },
    };

    private static string Generation(StoreIdentity store) => store.Generation.ToString(CultureInfo.InvariantCulture);
}
