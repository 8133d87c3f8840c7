using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Entities;
using Stores.Core;
using Stores.Sweeps;

namespace Functions.Entities;

/// <summary>One sweep's report with its orphans.</summary>
public sealed class SweepReportEntity : TaskEntity<SweepReport?>
{
    /// <summary>The entity of a sweep's id.</summary>
    public static EntityInstanceId IdOf(string id) => new(EntityNames.SweepReport, id);

    [Function(EntityNames.SweepReport)]
    public static Task DispatchAsync([EntityTrigger] TaskEntityDispatcher dispatcher) => dispatcher.DispatchAsync<SweepReportEntity>();

    /// <summary>Keeps the report.</summary>
    public void Keep(SweepReport report) => State = report;

    /// <summary>Forgets it.</summary>
    public void Drop() => State = null;

    /// <inheritdoc/>
    protected override SweepReport? InitializeState(TaskEntityOperation entityOperation) => null;
}
