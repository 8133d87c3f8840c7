using Functions.Helm;
using Functions.Kubernetes;
using Functions.Secrets;
using Functions.Stores;

namespace Functions.Activities;

/// <summary>Looks at one store and says how it has drifted.</summary>
internal static class DriftFinding
{
    public static async Task<IReadOnlyList<Drift>> FindDriftAsync(
        this IStoreSurveyor surveyor, StoreIdentity store, IBundledChart chart, IAdminSecrets secrets,
        CancellationToken cancellationToken) =>
        DriftPolicy.Find(
            store,
            await surveyor.SurveyAsync(store, cancellationToken),
            new DriftExpectations(chart.Label, StoreCredentials.PasswordKeys, secrets.AreKept));
}
