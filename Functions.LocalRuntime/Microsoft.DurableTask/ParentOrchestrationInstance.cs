namespace Microsoft.DurableTask;

/// <summary>Who started a sub-orchestration.</summary>
/// <param name="Name">The orchestrator's name.</param>
/// <param name="InstanceId">Its instance id.</param>
public record ParentOrchestrationInstance(TaskName Name, string InstanceId);
