using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Api.Stores;

/// <summary>How a shop's owner logs in. Neither the name nor the password is in any answer.</summary>
/// <param name="Url">Where.</param>
/// <param name="Secret">
/// namespace/name of the Secret with both, under the keys admin-user and admin-password; without the first the name is "admin".
/// </param>
/// <param name="Vault">Where the Key Vault has them that is their source; null without one.</param>
public sealed record AdminResponse(string Url, string Secret, VaultSecretsResponse? Vault)
{
    /// <summary>Shows a store's; null before it was ready first.</summary>
    public static AdminResponse? From(StoreRecord record, CredentialsSource source)
    {
        if (record is not { Spec: { } spec, Url: { } url })
        {
            return null;
        }

        var store = new StoreIdentity(spec.Name, record.Generation, record.Installation);
        return new(
            $"{url.TrimEnd('/')}/wp-admin/",
            $"{store.Resources.Namespace}/{StoreResources.CredentialsSecret}",
            source.Vault is not { } vault ? null : new(
                vault,
                CredentialsSource.NameInVault(store, StoreResources.AdminUserKey),
                CredentialsSource.NameInVault(store, StoreResources.AdminPasswordKey)));
    }
}
