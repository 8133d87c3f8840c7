namespace Microsoft.DurableTask;

/// <summary>How a new orchestration is started.</summary>
/// <param name="InstanceId">Its instance id; null for one made by the runtime.</param>
/// <param name="StartAt">When it starts; null for at once.</param>
public record StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null);
