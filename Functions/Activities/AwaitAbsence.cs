using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Looks once at what is left of a store in the cluster; the orchestration makes the wait.</summary>
public sealed class AwaitAbsence(IStoreCluster cluster)
{
    /// <summary>Runs the activity.</summary>
    [Function(nameof(AwaitAbsence))]
    public Task<StoreRemains> RunAsync([ActivityTrigger] AwaitAbsenceInput input, CancellationToken cancellationToken) =>
        cluster.FindRemainsAsync(input.Store, input.Inventory, cancellationToken);
}

/// <summary>Input of <see cref="AwaitAbsence"/>.</summary>
/// <param name="Store">Whose remains.</param>
/// <param name="Inventory">What there was.</param>
public sealed record AwaitAbsenceInput(StoreIdentity Store, StoreInventory Inventory);
