using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Stores.Core;
using Stores.Lifecycle;

namespace Functions.Entities;

/// <summary>The record of the stores of one name, and the one place that decides whether an operation may begin.</summary>
public sealed partial class StoreEntity : TaskEntity<StoreRecord>
{
    /// <summary>The entity of a store's name.</summary>
    public static EntityInstanceId IdOf(StoreName name) => new(EntityNames.Store, name.Value);

    [Function(EntityNames.Store)]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<StoreEntity>();

    /// <summary>Decides on an operation and, in the same transaction, starts it.</summary>
    public OperationDecision Begin(OperationRequest request)
    {
        var (decision, start) = StoreLifecycle.Begin(State, request);
        State = decision.Record;
        Start(start);
        return decision;
    }

    /// <summary>Whether there is a store that its owner was given by this admission.</summary>
    public bool IsOwned(string admission) => State.Admission == admission && State.Phase is not (StorePhase.Absent or StorePhase.Deleted);

    /// <summary>Takes in the running operation's step.</summary>
    public void Report(StepReport report) => State = StoreLifecycle.Report(State, report);

    /// <summary>Decides whether finalizers may be stripped, and notes who asks for it.</summary>
    public StripPermission AllowStrip(StripRequest request)
    {
        (State, var permission) = StoreLifecycle.AllowStrip(State, request);
        return permission;
    }

    /// <summary>Notes what stripping finalizers has come to.</summary>
    public void EndStrip(AuditEntry entry) => State = StoreLifecycle.EndStrip(State, entry);

    /// <summary>
    /// Ends the running operation and starts what waited for that: the deletion that pre-empted it, or the end of what is kept for a while.
    /// </summary>
    public void End(OperationOutcome outcome)
    {
        var before = State;
        (State, var start) = StoreLifecycle.End(State, outcome);
        Start(start);
        if (State.Phase == StorePhase.Deleted && before.Phase != StorePhase.Deleted)
        {
            Context.SignalEntity(OwnerEntity.IdOf(State.Spec!.Owner), nameof(OwnerEntity.Remove), State.Admission);
        }

        if (start is null && before.Operation?.Id == outcome.OperationId && State.Failure?.KeptUntil is { } until)
        {
            var settings = outcome.Settings
                ?? throw new InvalidOperationException(
                    $"Operation {outcome.OperationId} keeps a store and does not say how it is removed.");
            var kept = new KeptStore(State.Spec!, State.Generation, until, settings);
            Context.ScheduleNewOrchestration(
                OrchestratorNames.ExpireKeptStore, kept, new StartOrchestrationOptions(InstanceId: $"expire-{outcome.OperationId}"));
        }
    }

    /// <summary>Takes in that the namespace of a store that runs is gone.</summary>
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
            Context.ScheduleNewOrchestration(
                OrchestratorOf(State.Operation!.Kind), input, new StartOrchestrationOptions(InstanceId: input.Id));
        }
    }

    private static string OrchestratorOf(StoreOperationKind kind) => kind switch
    {
        StoreOperationKind.Provision => OrchestratorNames.ProvisionStore,
        StoreOperationKind.Delete => OrchestratorNames.DeleteStore,
        StoreOperationKind.Upgrade => OrchestratorNames.UpgradeStore,
        StoreOperationKind.Repair => OrchestratorNames.RepairStore,
        _ => throw new InvalidOperationException($"No orchestration does {kind}."),
    };
}
