namespace Microsoft.DurableTask.Client;

/// <summary>Where an orchestration is in its life.</summary>
public enum OrchestrationRuntimeStatus
{
    /// <summary>It has begun.</summary>
    Running = 0,

    /// <summary>It returned.</summary>
    Completed = 1,

    /// <summary>It threw.</summary>
    Failed = 3,

    /// <summary>A client ended it.</summary>
    Terminated = 5,

    /// <summary>It has not begun.</summary>
    Pending = 6,
}
