using Stores.Core;
using Stores.Diagnosis;

namespace Functions.Kubernetes.Diagnosis;

/// <summary>What tells why a store failed.</summary>
public interface IStoreSymptoms
{
    /// <summary>
    /// Looks at pods, events and the failing container's log. What cannot be looked at is told in the diagnosis, never thrown.
    /// </summary>
    Task<StoreDiagnosis> DiagnoseAsync(StoreIdentity store, CancellationToken cancellationToken);
}
