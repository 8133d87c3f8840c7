using Functions.Stores;

namespace Functions.Api;

/// <summary>How a shop's owner logs in. Neither the name nor the password is in any answer.</summary>
/// <param name="Url">Where.</param>
/// <param name="Secret">
/// namespace/name of the Secret with both, under the keys admin-user and admin-password; without the first the name is "admin".
/// </param>
/// <param name="Vault">Where the Key Vault has them that is their source; null without one.</param>
public sealed record AdminResponse(string Url, string Secret, VaultSecretsResponse? Vault)
{
    /// <summary>Shows a store's; null before it was ready first.</summary>
    public static AdminResponse? From(StoreRecord record, CredentialsKeeping keeping)
    {
        if (record is not { Spec: { } spec, Url: { } url })
        {
            return null;
        }

        var store = new StoreIdentity(spec.Name, record.Generation, record.Installation);
        return new(
            $"{url.TrimEnd('/')}/wp-admin/",
            $"{store.Resources.Namespace}/{StoreResources.CredentialsSecret}",
            keeping.Vault is not { } vault ? null : new(
                vault,
                CredentialsKeeping.NameInVault(store, StoreResources.AdminUserKey),
                CredentialsKeeping.NameInVault(store, StoreResources.AdminPasswordKey)));
    }
}

/// <summary>A Key Vault by its host, and what its secrets with a shop administrator's name and password are called.</summary>
public sealed record VaultSecretsResponse(string Host, string User, string Password);
