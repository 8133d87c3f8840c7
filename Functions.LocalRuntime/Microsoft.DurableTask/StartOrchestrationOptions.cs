namespace Microsoft.DurableTask;

/// <summary>How a new orchestration is started.</summary>
public record StartOrchestrationOptions
{
    /// <summary>Starts it under an id and at a time.</summary>
    /// <param name="InstanceId">Its instance id; null for one made by the runtime.</param>
    /// <param name="StartAt">When it starts; null for at once.</param>
    public StartOrchestrationOptions(string? InstanceId = null, DateTimeOffset? StartAt = null) => (this.InstanceId, this.StartAt) = (InstanceId, StartAt);

    /// <summary>The same as others.</summary>
    public StartOrchestrationOptions(StartOrchestrationOptions options) => (InstanceId, StartAt) = (options.InstanceId, options.StartAt);

    /// <summary>Its instance id; null for one made by the runtime.</summary>
    public string? InstanceId { get; init; }

    /// <summary>When it starts; null for at once.</summary>
    public DateTimeOffset? StartAt { get; init; }
}
