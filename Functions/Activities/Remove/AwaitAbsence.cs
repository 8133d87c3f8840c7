using Functions.Kubernetes.Removal;
using Microsoft.Azure.Functions.Worker;
using Stores.Core;
using Stores.Removal;

namespace Functions.Activities.Remove;

/// <summary>Looks once at what is left of a store in the cluster; the orchestration makes the wait.</summary>
public sealed class AwaitAbsence(IStoreRemains remains)
{
    [Function(ActivityNames.AwaitAbsence)]
    public Task<StoreRemains> RunAsync([ActivityTrigger] AwaitAbsenceInput input, CancellationToken cancellationToken) =>
        remains.FindAsync(input.Store, input.Inventory, cancellationToken);
}
