using Functions.Helm;
using Functions.Kubernetes.Drift;
using Functions.Secrets;
using Microsoft.Azure.Functions.Worker;
using Stores.Core;
using Stores.Drift;

namespace Functions.Activities.Repair;

/// <summary>Looks how one store has drifted from what its last operation left.</summary>
public sealed class FindDrift(IDriftObserver observer, IBundledChart chart, IAdminSecrets secrets)
{
    [Function(ActivityNames.FindDrift)]
    public Task<IReadOnlyList<StoreDrift>> RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        observer.FindDriftAsync(store, chart, secrets, cancellationToken);
}
