using Functions.Kubernetes;
using Functions.Stores;
using Microsoft.Azure.Functions.Worker;

namespace Functions.Activities;

/// <summary>Looks whether the store's namespace and volumes are gone; its retry policy makes the wait.</summary>
public sealed class AwaitAbsence(IStoreCluster cluster)
{
    /// <summary>Runs the activity.</summary>
    /// <returns>What could not be looked at, and why.</returns>
    /// <exception cref="TransientStoreFailureException">Something is still there.</exception>
    [Function(nameof(AwaitAbsence))]
    public async Task<IReadOnlyList<string>> RunAsync([ActivityTrigger] AwaitAbsenceInput input, CancellationToken cancellationToken)
    {
        var remains = await cluster.FindRemainsAsync(input.Store, input.Inventory, cancellationToken);
        if (remains.Namespace is { } terminating)
        {
            throw new TransientStoreFailureException("NamespaceTerminating", $"Namespace {input.Store.Resources.Namespace} is not gone: {terminating}");
        }

        if (remains.Volumes is { Count: > 0 } volumes)
        {
            throw new TransientStoreFailureException("VolumesRemain", $"Persistent volumes are not gone: {string.Join(", ", volumes)}. Look at their reclaim policy.");
        }

        return remains.Volumes is null && input.Inventory.Volumes.Count > 0
            ? [$"Volumes {string.Join(", ", input.Inventory.Volumes.Select(volume => volume.Volume ?? volume.Claim))}: this account may not read persistent volumes."]
            : [];
    }
}

/// <summary>Input of <see cref="AwaitAbsence"/>.</summary>
/// <param name="Store">Whose remains.</param>
/// <param name="Inventory">What there was.</param>
public sealed record AwaitAbsenceInput(StoreIdentity Store, StoreInventory Inventory);
