using Functions.Secrets;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Removes what is kept of the store's passwords outside its namespace.</summary>
public sealed class DeleteCredentials(IAdminSecrets secrets)
{
    /// <summary>Runs the activity.</summary>
    /// <returns>With what became of each secret; "not yet" while the vault is at work on one.</returns>
    [Function(nameof(DeleteCredentials))]
    public Task<Look<IReadOnlyList<SecretDeletion>>> RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        secrets.DeleteAsync(store, cancellationToken);
}
