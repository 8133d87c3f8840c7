using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Looks at a store that failed, before it is undone.</summary>
public sealed class DiagnoseStore(IStoreSymptoms symptoms)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(DiagnoseStore))]
    public Task<StoreDiagnosis> RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        symptoms.DiagnoseAsync(store, cancellationToken);
}
