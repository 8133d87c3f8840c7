using Functions.Stores;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Entities;

namespace Functions.Orchestrations;

/// <summary>Sees to it that one comparison runs at a time, and keeps what the latest came to.</summary>
public sealed class ComparisonHistory : TaskEntity<ComparisonLedger>
{
    /// <summary>The one instance.</summary>
    public static EntityInstanceId Id { get; } = new(nameof(ComparisonHistory), "default");

    /// <summary>Runs the entity's operations.</summary>
    [Function(nameof(ComparisonHistory))]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<ComparisonHistory>();

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
                nameof(CompareStores), new ComparisonInput(request), new StartOrchestrationOptions(InstanceId: request.Id));
        }
    }
}
