using System.Globalization;
using Azure.Security.KeyVault.Secrets;
using Stores.Core;

namespace Functions.Secrets;

/// <summary>What says of a vault's secrets whose they are.</summary>
internal static class VaultSecret
{
    public const string StoreTag = "store";

    public const string GenerationTag = "generation";

    public const string InstallationTag = "installation";

    public static KeyVaultSecret Describe(StoreIdentity store, string key, string value) =>
        new(CredentialsSource.NameInVault(store, key), value)
        {
            Properties =
            {
                Tags =
                {
                    [StoreTag] = store.Name.Value,
                    [GenerationTag] = store.Generation.ToString(CultureInfo.InvariantCulture),
                    [InstallationTag] = store.Installation,
                },
            },
        };
}
