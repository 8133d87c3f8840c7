using Functions.Helm;
using Functions.Kubernetes;
using Functions.Secrets;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Looks how one store has drifted from what its last operation left.</summary>
public sealed class FindDrift(IStoreSurveyor surveyor, IBundledChart chart, IAdminSecrets secrets)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(FindDrift))]
    public Task<IReadOnlyList<Drift>> RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        surveyor.FindDriftAsync(store, chart, secrets, cancellationToken);
}
