using Functions.Orchestrations.Operations;
using Microsoft.DurableTask;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Removal;

namespace Functions.Orchestrations.Remove;

/// <summary>Removes a store and proves that nothing of it is left. Needs no slot: what bills must be able to go at any time.</summary>
internal sealed class StoreDeletion : OperationFrame
{
    private StoreRemoval _removal;

    public StoreDeletion(TaskOrchestrationContext context, OperationInput operation)
        : base(context, operation, OrchestratorNames.DeleteStore)
    {
        var (store, earlier) = (operation.Store, operation.Removal);
        _removal = new StoreRemoval(
            store with { Generation = earlier?.Generation ?? store.Generation }, operation.Settings, Steps, earlier);
    }

    protected override bool NeedsSlot => false;

    protected override RemovalRecord? Removal => _removal.Progress;

    protected override async Task<OperationOutcome> WorkAsync()
    {
        await _removal.RunAsync();
        var store = Operation.Store;
        if (Operation.Removal is { } earlier && earlier.Generation != store.Generation)
        {
            // What was left of the generation before was in the way of this one; the receipt names both.
            _removal = new StoreRemoval(
                store, Operation.Settings, Steps, _removal.Progress! with { Generation = store.Generation });
            await _removal.RunAsync();
        }

        return new OperationOutcome(Operation.Id, Now, Receipt: _removal.Progress!.ToReceipt(Now));
    }

    protected override Task<FailureRecord> SettleAsync(FailureRecord failed) =>
        Task.FromResult(failed with { Leftovers = [$"whatever {failed.Step} was to remove or to prove absent"] });
}
