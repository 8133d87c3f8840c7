using Functions.LocalRuntime.History;
using Microsoft.DurableTask.Client;

namespace Functions.LocalRuntime.Storage;

/// <summary>An orchestration instance as it is stored.</summary>
/// <param name="Id">The instance.</param>
/// <param name="Execution">Its current execution; continuing as new begins another.</param>
/// <param name="Turn">How many turns of the execution are stored.</param>
/// <param name="Name">The orchestrator's name.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="CreatedAt">UTC.</param>
/// <param name="UpdatedAt">UTC.</param>
/// <param name="Input">As the data converter wrote it.</param>
/// <param name="Output">As the data converter wrote it; of a failed one "type: message".</param>
/// <param name="CustomStatus">As the data converter wrote it.</param>
/// <param name="Parent">Who called it; null for one that a client or an entity started.</param>
internal sealed record InstanceRow(
    string Id, string Execution, int Turn, string Name, OrchestrationRuntimeStatus Status, DateTime CreatedAt, DateTime UpdatedAt,
    string? Input, string? Output, string? CustomStatus, ParentTask? Parent)
{
    public bool IsTerminal => IsEnd(Status);

    public static bool IsEnd(OrchestrationRuntimeStatus status) =>
        status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}

/// <summary>An entity as it is stored.</summary>
internal sealed record EntityRow(string Id, string State, DateTime ModifiedAt);
