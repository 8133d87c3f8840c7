using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Stores.Core;
using Stores.Sweeps;

namespace Functions.Entities;

/// <summary>The one place that decides whether a sweep begins, and what the next one knows of the last.</summary>
public sealed class SweepHistoryEntity : TaskEntity<SweepLedger>
{
    /// <summary>The one instance.</summary>
    public static EntityInstanceId Id { get; } = new(EntityNames.SweepHistory, "default");

    [Function(EntityNames.SweepHistory)]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<SweepHistoryEntity>();

    /// <summary>Decides on a sweep and, in the same transaction, starts it.</summary>
    public SweepDecision Begin(SweepRequest request)
    {
        var begun = State.Running?.Id == request.Id;
        (State, var decision) = State.Begin(request);
        if (decision.Accepted && !begun)
        {
            Context.ScheduleNewOrchestration(
                OrchestratorNames.SweepOrphans, new SweepInput(request, State.Sightings),
                new StartOrchestrationOptions(InstanceId: request.Id));
        }

        return decision;
    }

    /// <summary>
    /// Takes in how a sweep ended, and of its orphans only that they were seen: its <see cref="SweepReportEntity"/> has them, so that this
    /// state stays small.
    /// </summary>
    public void End(SweepReport report)
    {
        (State, var dropped) = State.End(report);
        foreach (var id in dropped)
        {
            Context.SignalEntity(SweepReportEntity.IdOf(id), nameof(SweepReportEntity.Drop));
        }
    }

    /// <inheritdoc/>
    protected override SweepLedger InitializeState(TaskEntityOperation entityOperation) => new();
}
