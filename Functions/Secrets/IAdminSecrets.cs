using Functions.Stores;

namespace Functions.Secrets;

/// <summary>Where a store's passwords are made and kept. No value ever leaves an implementation except into the store's own Secret.</summary>
public interface IAdminSecrets
{
    /// <summary>Whether the passwords are kept outside the store's namespace, so that a lost Secret can be made again with the values that the database has.</summary>
    bool AreKept => false;

    /// <summary>
    /// Makes the passwords of this generation of the store, once, and puts them into the Secret <see cref="StoreResources.CredentialsSecret"/>
    /// of its namespace; values that exist are kept.
    /// </summary>
    Task EnsureAsync(StoreIdentity store, CancellationToken cancellationToken);

    /// <summary>Removes what is kept of them outside the store's namespace; nothing there is fine.</summary>
    Task DeleteAsync(StoreIdentity store, CancellationToken cancellationToken);
}
