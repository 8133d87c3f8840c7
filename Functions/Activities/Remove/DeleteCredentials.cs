using Functions.Secrets;
using Microsoft.Azure.Functions.Worker;
using Stores.Core;
using Stores.Removal;

namespace Functions.Activities.Remove;

/// <summary>Removes what is kept of the store's passwords outside its namespace.</summary>
public sealed class DeleteCredentials(IAdminSecrets secrets)
{
    /// <returns>With what became of each secret; "not yet" while the vault is at work on one.</returns>
    [Function(ActivityNames.DeleteCredentials)]
    public Task<Look<IReadOnlyList<SecretDeletion>>> RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        secrets.DeleteAsync(store, cancellationToken);
}
