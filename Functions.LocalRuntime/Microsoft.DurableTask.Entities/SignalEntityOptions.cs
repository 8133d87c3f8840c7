namespace Microsoft.DurableTask.Entities;

/// <summary>How a signal is sent.</summary>
public record SignalEntityOptions
{
    /// <summary>When it arrives; null for at once.</summary>
    public DateTimeOffset? SignalTime { get; init; }
}
