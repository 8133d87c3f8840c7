using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Functions.LocalRuntime.Storage;

/// <summary>An orchestration instance as it is stored.</summary>
internal sealed record InstanceRow(
    string Id, string Execution, string Name, OrchestrationRuntimeStatus Status, DateTime CreatedAt, DateTime UpdatedAt,
    string? Input, string? Output, string? CustomStatus, TaskFailureDetails? Failure)
{
    public bool IsTerminal => Status is OrchestrationRuntimeStatus.Completed or OrchestrationRuntimeStatus.Failed or OrchestrationRuntimeStatus.Terminated;
}

/// <summary>An entity as it is stored.</summary>
internal sealed record EntityRow(string Id, string State, DateTime ModifiedAt);
