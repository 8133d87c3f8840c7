using Functions.Kubernetes.Diagnosis;
using Microsoft.Azure.Functions.Worker;
using Stores.Core;
using Stores.Diagnosis;

namespace Functions.Activities.Provision;

/// <summary>Looks at a store that failed, before it is undone.</summary>
public sealed class DiagnoseStore(IStoreSymptoms symptoms)
{
    [Function(ActivityNames.DiagnoseStore)]
    public Task<StoreDiagnosis> RunAsync([ActivityTrigger] StoreIdentity store, CancellationToken cancellationToken) =>
        symptoms.DiagnoseAsync(store, cancellationToken);
}
