using System.Net;
using Azure;
using Azure.Security.KeyVault.Secrets;
using Functions.Kubernetes.Namespaces;
using Microsoft.Extensions.Logging;
using Stores.Core;
using Stores.Removal;

namespace Functions.Secrets;

/// <summary>Passwords whose source is a Key Vault; the store's Secret is a copy of them.</summary>
internal sealed partial class KeyVaultAdminSecrets(SecretClient vault, IStoreNamespaces namespaces, ILogger<KeyVaultAdminSecrets> logger)
    : IAdminSecrets
{
    public bool AreInVault => true;

    public async Task EnsureAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        // A name is kept before any password is, so passwords without one are an earlier store's, which has its administrator already.
        var first = CredentialsSource.NameInVault(store, StoreCredentials.PasswordKeys[0]);
        var isMade = await VaultFailures.TranslateAsync(store, token => GetAsync(first, token), cancellationToken) is not null;
        var values = new Dictionary<string, string>();
        foreach (var key in StoreCredentials.Keys)
        {
            var made = key == StoreResources.AdminUserKey && isMade ? StoreCredentials.EarlierAdminUser : StoreCredentials.Create(key);
            values[key] = await VaultFailures.TranslateAsync(store, token => GetOrCreateAsync(store, key, made, token), cancellationToken);
        }

        var kept = await namespaces.EnsureSecretAsync(store, StoreResources.CredentialsSecret, values, cancellationToken);
        StoreCredentials.RequireComplete(store, kept);
        foreach (var key in StoreCredentials.Keys)
        {
            var value = kept.GetValueOrDefault(key, StoreCredentials.EarlierAdminUser);
            await VaultFailures.TranslateAsync(store, token => AlignAsync(store, key, value, token), cancellationToken);
        }
    }

    public async Task<IReadOnlyList<string>> FindAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        var found = new List<string>();
        foreach (var name in StoreCredentials.Keys.Select(key => CredentialsSource.NameInVault(store, key)))
        {
            if (await VaultFailures.TranslateAsync(store, token => GetAsync(name, token), cancellationToken) is not null)
            {
                found.Add(name);
            }
        }

        return found;
    }

    public async Task<Look<IReadOnlyList<SecretDeletion>>> DeleteAsync(StoreIdentity store, CancellationToken cancellationToken)
    {
        // The vault takes its time for each: all are asked for before the first is waited for.
        var looks = new List<Look<SecretDeletion>>();
        foreach (var name in StoreCredentials.Keys.Select(key => CredentialsSource.NameInVault(store, key)))
        {
            looks.Add(
                await VaultFailures.TranslateAsync(store, token => new VaultDeletion(vault, name).RunAsync(token), cancellationToken));
        }

        var deletions = (looks.Find(look => look.State != LookState.Done) ?? Look.Done)
            .With<IReadOnlyList<SecretDeletion>>(() => [.. looks.Select(look => look.Value!)]);
        foreach (var kept in deletions.Value?.Where(deletion => deletion.Remains is not null) ?? [])
        {
            LogNotPurged(kept.Name, store, kept.Remains!);
        }

        return deletions;
    }

    private async Task<string> GetOrCreateAsync(StoreIdentity store, string key, string made, CancellationToken cancellationToken)
    {
        var name = CredentialsSource.NameInVault(store, key);
        if (await GetAsync(name, cancellationToken) is { } existing)
        {
            return existing;
        }

        try
        {
            await vault.SetSecretAsync(VaultSecret.Describe(store, key, made), cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.Conflict)
        {
            // The name is of this generation alone, so what was deleted under it is its own and comes back; until then it conflicts again.
            await vault.StartRecoverDeletedSecretAsync(name, cancellationToken);
        }

        // Of two who set it at once the later one won: what counts is what is there now.
        return await GetAsync(name, cancellationToken)
            ?? throw new TransientStoreFailureException(
                Reasons.VaultBusy, $"The vault does not show a password of store {store} yet that it has taken.");
    }

    // A vault keeps the versions before, so nothing is lost by it.
    private async Task<bool> AlignAsync(StoreIdentity store, string key, string kept, CancellationToken cancellationToken)
    {
        var name = CredentialsSource.NameInVault(store, key);
        if (await GetAsync(name, cancellationToken) == kept)
        {
            return false;
        }

        LogAligned(name, StoreResources.CredentialsSecret, store.Resources.Namespace);
        await vault.SetSecretAsync(VaultSecret.Describe(store, key, kept), cancellationToken);
        return true;
    }

    private async Task<string?> GetAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await vault.GetSecretAsync(name, cancellationToken: cancellationToken)).Value.Value;
        }
        catch (RequestFailedException exception) when (exception.Status == (int)HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Vault secret {Name} of store {Store}: {Remains}")]
    private partial void LogNotPurged(string name, StoreIdentity store, string remains);

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Vault secret {Name} was not what Secret {Secret} in {Namespace} holds, which its pods use and nobody can change: "
            + "the vault has that value as its newest version now")]
    private partial void LogAligned(string name, string secret, string @namespace);
}
