namespace Stores.Lifecycle;

/// <summary>One operation on a store; at most one runs at a time.</summary>
/// <param name="Id">The instance id of its orchestration.</param>
/// <param name="Kind">What it does.</param>
/// <param name="StartedAt">When it was accepted (UTC).</param>
/// <param name="Number">Counts the operations on stores of this name, from 1.</param>
/// <param name="Before">The phase that it found the store in.</param>
public sealed record StoreOperation(string Id, StoreOperationKind Kind, DateTime StartedAt, int Number, StorePhase Before);
