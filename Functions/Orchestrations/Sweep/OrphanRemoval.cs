using Functions.Entities;
using Functions.Orchestrations.Operations;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Sweeps;

namespace Functions.Orchestrations.Sweep;

/// <summary>Does what a sweep decided, one orphan after the other; one that fails does not keep the others from their turn.</summary>
internal sealed class OrphanRemoval(TaskOrchestrationContext context, SweepSettings settings)
{
    /// <summary>Removes and marks what is due.</summary>
    /// <returns>All orphans, with what became of them.</returns>
    public async Task<IReadOnlyList<Orphan>> RunAsync(IReadOnlyList<Orphan> orphans)
    {
        var ended = new List<Orphan>(orphans.Count);
        foreach (var orphan in orphans.Where(orphan => orphan.Kind != OrphanKind.Release))
        {
            ended.Add(orphan.IsDue ? await ActAsync(orphan) : orphan);
        }

        // A release goes with its namespace, and shares its fate.
        var fates = ended.Where(orphan => orphan.Kind == OrphanKind.Namespace).ToDictionary(orphan => orphan.Uid!);
        return
        [
            .. ended,
            .. orphans.Where(orphan => orphan.Kind == OrphanKind.Release)
                .Select(release => release with { Outcome = fates[release.Uid!].Outcome, Detail = fates[release.Uid!].Detail }),
        ];
    }

    private async Task<Orphan> ActAsync(Orphan orphan)
    {
        try
        {
            return await CureAsync(orphan) switch
            {
                { State: not LookState.Done, Reason: var reason } => orphan with { Outcome = OrphanOutcome.Failed, Detail = $"{reason}" },
                { Value: { } spared } => orphan with { Outcome = OrphanOutcome.Spared, Detail = spared },
                _ => orphan with { Outcome = OrphanOutcome.Done },
            };
        }
        catch (TaskFailedException failed)
        {
            return orphan with { Outcome = OrphanOutcome.Failed, Detail = ActivityFailure.Of(failed).ToString() };
        }
        catch (EntityOperationFailedException failed)
        {
            return orphan with { Outcome = OrphanOutcome.Failed, Detail = failed.FailureDetails.ErrorMessage };
        }
    }

    /// <returns>With why it was spared, or with null when it was done.</returns>
    private async Task<Look<string?>> CureAsync(Orphan orphan)
    {
        var tries = new ActivityTries(context, settings.Steps);
        switch (orphan.Kind)
        {
            case OrphanKind.Namespace:
                return Look.Found(await tries.CallAsync<string?>(ActivityNames.RemoveOrphanNamespace, orphan));
            case OrphanKind.VaultSecrets:
                return await tries.AwaitAsync<string?>(ActivityNames.RemoveOrphanSecrets, orphan);
            case OrphanKind.Slot:
                await SlotLeasing.ReleaseAsync(context, orphan.What);
                return Look.Found<string?>(null);
            case OrphanKind.Operation:
                await context.Entities.CallEntityAsync(StoreEntity.IdOf(orphan.Store!.Name), nameof(StoreEntity.End), Lost(orphan));
                return Look.Found<string?>(null);
            case OrphanKind.MissingNamespace:
                var loss = new NamespaceLoss(orphan.Store!, context.CurrentUtcDateTime, orphan.FirstSeen);
                var missed = await context.Entities.CallEntityAsync<bool>(
                    StoreEntity.IdOf(orphan.Store!.Name), nameof(StoreEntity.MissNamespace), loss);
                return Look.Found(missed ? null : "The store has changed meanwhile.");
            default:
                throw new InvalidOperationException($"Nothing removes {orphan.Kind}.");
        }
    }

    // The store ignores the outcome of any but its current operation, and starts the deletion that waited for this one.
    private OperationOutcome Lost(Orphan orphan) => new(orphan.What, context.CurrentUtcDateTime, Failure: new FailureRecord(
        Steps.Sweep, new StoreFailure(
            Reasons.OperationLost,
            $"Operation {orphan.What} ended without saying how; delete the store, or ask again for what it was to do."),
        ["whatever the operation had made or had yet to remove"]));
}
