using System.Globalization;
using Azure.Security.KeyVault.Secrets;
using Stores.Core;
using Stores.Sweeps;

namespace Functions.Secrets;

/// <summary>What a Key Vault keeps, by the tags of its secrets; those that do not say whose they are belong to someone else.</summary>
internal sealed class SweptVaultSecrets(SecretClient vault) : ISweptSecrets
{
    public async Task<IReadOnlyCollection<SecretsInVault>> ListAsync(string installation, CancellationToken cancellationToken)
    {
        var kept = new Dictionary<StoreIdentity, int>();
        try
        {
            await foreach (var secret in vault.GetPropertiesOfSecretsAsync(cancellationToken))
            {
                if (ReadTags(secret.Tags) is { } store && store.Installation == installation)
                {
                    kept[store] = kept.GetValueOrDefault(store) + 1;
                }
            }
        }
        catch (Exception exception) when (VaultFailures.Classify("its list of secrets", "list", exception) is { } failure)
        {
            throw failure;
        }

        return [.. kept.Select(pair => new SecretsInVault(pair.Key, pair.Value))];
    }

    private static StoreIdentity? ReadTags(IDictionary<string, string> tags) =>
        tags.TryGetValue(VaultSecret.InstallationTag, out var installation) && installation.Length > 0
        && tags.TryGetValue(VaultSecret.StoreTag, out var store) && StoreName.TryParse(store, out var name)
        && tags.TryGetValue(VaultSecret.GenerationTag, out var generation)
        && int.TryParse(generation, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new StoreIdentity(name, number, installation)
            : null;
}
