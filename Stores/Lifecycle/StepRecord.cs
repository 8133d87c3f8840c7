namespace Stores.Lifecycle;

/// <summary>A step of an operation.</summary>
/// <param name="Step">The activity's name, or AwaitSlot.</param>
/// <param name="StartedAt">UTC.</param>
/// <param name="EndedAt">UTC; null while it runs.</param>
public sealed record StepRecord(string Step, DateTime StartedAt, DateTime? EndedAt = null);
