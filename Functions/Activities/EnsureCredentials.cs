using Functions.Secrets;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Makes the store's passwords once and puts them into its namespace; nothing secret comes back.</summary>
public sealed class EnsureCredentials(IAdminSecrets secrets)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(EnsureCredentials))]
    public Task RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        secrets.EnsureAsync(store, cancellationToken);
}
