using Stores.Core;
using Stores.Removal;

namespace Functions.Secrets;

/// <summary>
/// Where a store's passwords and its administrator's name are made and kept. No value ever leaves an implementation except into the store's
/// own Secret.
/// </summary>
/// <remarks>
/// All throw <see cref="TransientStoreFailureException"/> when the keeper could not be asked, and
/// <see cref="PermanentStoreFailureException"/> when it refused for good.
/// </remarks>
public interface IAdminSecrets
{
    /// <summary>
    /// Whether the passwords are kept outside the store's namespace, so that a lost Secret can be made again with the values that the
    /// database has.
    /// </summary>
    bool AreInVault => false;

    /// <summary>
    /// Makes passwords and name of this generation of the store, once, and puts them into the Secret
    /// <see cref="StoreResources.CredentialsSecret"/> of its namespace; values that exist are kept. However many do so at once, all end
    /// with the values that the Secret has: it is made once, cannot be changed, and the database may have been initialised with it.
    /// </summary>
    Task EnsureAsync(StoreIdentity store, CancellationToken cancellationToken);

    /// <summary>Names of what is kept of them outside the store's namespace.</summary>
    Task<IReadOnlyList<string>> FindAsync(StoreIdentity store, CancellationToken cancellationToken);

    /// <summary>Removes what is kept of them outside the store's namespace; nothing there is fine.</summary>
    /// <returns>
    /// With what became of each secret that may have been there; "not yet" (VaultBusy) while the keeper is at work on one: ask again.
    /// </returns>
    Task<Look<IReadOnlyList<SecretDeletion>>> DeleteAsync(StoreIdentity store, CancellationToken cancellationToken);
}
