using Functions.Orchestrations.Operations;
using Functions.Orchestrations.Remove;
using Microsoft.DurableTask;
using Stores.Core;
using Stores.Lifecycle;
using Stores.Removal;

namespace Functions.Orchestrations.Provision;

/// <summary>Makes a store; what is cancelled is undone, and what fails is undone or kept for debugging.</summary>
internal sealed class StoreProvision : OperationFrame
{
    private readonly Compensation _compensation = new();
    private readonly PreviousGeneration _previous;
    private StoreRemoval _removal;

    public StoreProvision(TaskOrchestrationContext context, OperationInput operation)
        : base(context, operation, OrchestratorNames.ProvisionStore)
    {
        _removal = StoreRemoval.BeforeProvision(operation, Steps);
        _previous = new PreviousGeneration(operation.Previous is null ? null : _removal);
        _compensation.Register("The generation before", _previous.RemoveAsync);
    }

    protected override RemovalRecord? Removal => _removal.Progress;

    protected override async Task<OperationOutcome> WorkAsync()
    {
        if (Operation.Previous is not null)
        {
            await _previous.RemoveAsync();
            _removal = new StoreRemoval(Operation.Store, Operation.Settings, Steps);
        }

        return Ready(await new StoreInstallation(Operation, Steps).RunAsync(_compensation, _removal));
    }

    protected override async Task<FailureRecord> SettleAsync(FailureRecord failed) =>
        Operation.Spec.OnFailure == FailurePolicy.Keep && _previous.IsRemoved && !Steps.Cancelled.IsCompleted
            ? failed with { KeptUntil = Now + Operation.Settings.KeepFailed }
            : failed with { Leftovers = await _compensation.RunAsync() };
}
