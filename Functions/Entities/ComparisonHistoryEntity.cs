using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;
using Stores.Core;
using Stores.Sweeps;

namespace Functions.Entities;

/// <summary>Sees to it that one comparison runs at a time, and keeps what the latest came to.</summary>
public sealed class ComparisonHistoryEntity : TaskEntity<ComparisonLedger>
{
    /// <summary>The one instance.</summary>
    public static EntityInstanceId Id { get; } = new(EntityNames.ComparisonHistory, "default");

    [Function(EntityNames.ComparisonHistory)]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) =>
        dispatcher.DispatchAsync<ComparisonHistoryEntity>();

    /// <summary>Starts a comparison now, or when the running one has ended.</summary>
    public void Begin(ComparisonRequest request)
    {
        (State, var start) = State.Begin(request);
        Start(start);
    }

    /// <summary>Takes in how a comparison ended.</summary>
    public void End(ComparisonSummary summary)
    {
        (State, var start) = State.End(summary);
        Start(start);
    }

    /// <inheritdoc/>
    protected override ComparisonLedger InitializeState(TaskEntityOperation entityOperation) => new();

    private void Start(ComparisonRequest? request)
    {
        if (request is not null)
        {
            Context.ScheduleNewOrchestration(
                OrchestratorNames.CompareStores, new ComparisonInput(request), new StartOrchestrationOptions(InstanceId: request.Id));
        }
    }
}
