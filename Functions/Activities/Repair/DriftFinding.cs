using Functions.Helm;
using Functions.Kubernetes.Drift;
using Functions.Secrets;
using Stores.Core;
using Stores.Drift;

namespace Functions.Activities.Repair;

/// <summary>Looks at one store and says how it has drifted.</summary>
internal static class DriftFinding
{
    public static async Task<IReadOnlyList<StoreDrift>> FindDriftAsync(
        this IDriftObserver observer, StoreIdentity store, IBundledChart chart, IAdminSecrets secrets,
        CancellationToken cancellationToken) =>
        DriftPolicy.Find(
            store,
            await observer.ObserveAsync(store, cancellationToken),
            new DriftExpectations(chart.Label, StoreCredentials.PasswordKeys, secrets.AreInVault));
}
