using System.Globalization;

namespace Stores.Core;

/// <summary>Where the credentials of all stores have their source.</summary>
/// <param name="Vault">The host of the Key Vault; null where only the Secrets of the stores' namespaces hold them.</param>
public sealed record CredentialsSource(string? Vault)
{
    /// <summary>
    /// What a store's secret is called in a vault. Unique for each installation and generation: installations may share a vault, and a
    /// deleted name stays reserved for the vault's retention. At most 121 of the 127 characters that a vault allows, with six digits of
    /// generation.
    /// </summary>
    /// <param name="store">Whose.</param>
    /// <param name="key">Its key in the Secret of the store's namespace.</param>
    public static string NameInVault(StoreIdentity store, string key) =>
        $"store-{store.Name}-{store.Installation}-{store.Generation.ToString(CultureInfo.InvariantCulture)}-{key}";
}
