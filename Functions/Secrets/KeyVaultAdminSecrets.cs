using System.Globalization;
using System.Net;
using Azure;
using Azure.Security.KeyVault.Secrets;
using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Extensions.Logging;

namespace Functions.Secrets;

/// <summary>Passwords whose source is a Key Vault; the store's Secret is a copy of them.</summary>
internal sealed partial class KeyVaultAdminSecrets(SecretClient vault, IStoreCluster cluster, ILogger<KeyVaultAdminSecrets> logger) : IAdminSecrets
{
    public bool AreKept => true;

    public async Task EnsureAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        var values = new Dictionary<string, string>();
        foreach (var key in StorePasswords.Keys)
        {
            values[key] = await TranslateAsync(store, () => GetOrCreateAsync(store, key, cancellationToken));
        }

        await cluster.EnsureSecretAsync(store, StoreResources.CredentialsSecret, values, cancellationToken);
    }

    public async Task DeleteAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        foreach (var name in StorePasswords.Keys.Select(key => NameOf(store, key)))
        {
            await TranslateAsync(store, () => DeleteAsync(name, cancellationToken));
        }
    }

    // Unique for each generation: a deleted name stays reserved for the vault's retention.
    private static string NameOf(StoreIdentity store, string key) => $"store-{store.Name}-{store.Generation}-{key}";

    private async Task<string> GetOrCreateAsync(StoreIdentity store, string key, CancellationToken cancellationToken)
    {
        var name = NameOf(store, key);
        try
        {
            return (await vault.GetSecretAsync(name, cancellationToken: cancellationToken)).Value.Value;
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            var secret = new KeyVaultSecret(name, StorePasswords.Create())
            {
                Properties = { Tags = { ["store"] = store.Name.Value, ["generation"] = store.Generation.ToString(CultureInfo.InvariantCulture) } },
            };
            return (await vault.SetSecretAsync(secret, cancellationToken)).Value.Value;
        }
    }

    private async Task<bool> DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var deletion = await vault.StartDeleteSecretAsync(name, cancellationToken);
            await deletion.WaitForCompletionAsync(cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            // Deleted by an earlier try, which may not have come to purging.
        }

        try
        {
            await vault.PurgeDeletedSecretAsync(name, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            // Purged already.
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.Forbidden)
        {
            LogNotPurged(name);
        }

        return true;
    }

    // The SDK retries what passes quickly; its exceptions carry answers that stay here.
    private static async Task<T> TranslateAsync<T>(StoreIdentity store, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RequestFailedException exception) when (exception.Status is (int)HttpStatusCode.Forbidden or (int)HttpStatusCode.Unauthorized)
        {
            throw new PermanentStoreFailureException("VaultForbidden", $"The vault refuses access to the passwords of store {store} ({exception.ErrorCode}); grant the app get, set and delete of secrets.");
        }
        catch (RequestFailedException exception)
        {
            throw new TransientStoreFailureException("VaultUnavailable", $"The vault answered {exception.Status} {exception.ErrorCode} for the passwords of store {store}.");
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Vault secret {Name} is deleted but may not be purged by this app; the vault's retention removes it")]
    private partial void LogNotPurged(string name);
}
