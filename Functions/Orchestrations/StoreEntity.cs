using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Functions.Orchestrations;

/// <summary>The record of the stores of one name, and the one place that decides whether an operation may begin.</summary>
public sealed class StoreEntity : TaskEntity<StoreRecord>
{
    /// <summary>The entity of a store's name.</summary>
    public static EntityInstanceId IdOf(StoreName name) => new(nameof(StoreEntity), name.Value);

    /// <summary>Runs the entity's operations.</summary>
    [Function(nameof(StoreEntity))]
    public static Task RunAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<StoreEntity>();

    /// <summary>Decides on an operation and, in the same transaction, starts it.</summary>
    public OperationDecision Begin(OperationRequest request)
    {
        var (decision, start) = StoreLifecycle.Begin(State, request);
        State = decision.Record;
        Start(start);
        return decision;
    }

    /// <summary>Takes in the running operation's step.</summary>
    public void Report(StepReport report) => State = StoreLifecycle.Report(State, report);

    /// <summary>Ends the running operation and starts the deletion that waited for it, if any.</summary>
    public void End(OperationOutcome outcome)
    {
        (State, var start) = StoreLifecycle.End(State, outcome);
        Start(start);
    }

    /// <summary>Takes in that the namespace of a ready store is gone.</summary>
    /// <returns>Whether the store still was as the loss says.</returns>
    public bool MissNamespace(NamespaceLoss loss)
    {
        var before = State;
        State = loss.Apply(before);
        return State != before;
    }

    /// <inheritdoc/>
    protected override StoreRecord InitializeState(TaskEntityOperation entityOperation) => new();

    private void Start(OperationInput? input)
    {
        if (input is not null)
        {
            var orchestrator = State.Operation!.Kind == StoreOperationKind.Provision ? nameof(ProvisionStore) : nameof(DeleteStore);
            Context.ScheduleNewOrchestration(orchestrator, input, new StartOrchestrationOptions(InstanceId: input.Id));
        }
    }
}
