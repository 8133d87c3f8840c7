namespace Stores.Lifecycle;

/// <summary>The store's answer.</summary>
/// <param name="Verdict">Whether the operation goes ahead.</param>
/// <param name="Detail">One sentence that says why, for whoever asked.</param>
/// <param name="Record">
/// The store as it is after the decision; empty where not the store refuses but its owner's limits or the queue.
/// </param>
/// <param name="Operation">
/// The instance id of the operation that the answer is about: the one accepted, or the one that stands against it.
/// </param>
/// <param name="Cancels">The instance id of the operation that must be told to stop; null for none.</param>
/// <param name="RetryAfter">When asking again can help; null when nothing is known of that.</param>
public sealed record OperationDecision(
    OperationVerdict Verdict, string Detail, StoreRecord Record, string? Operation = null, string? Cancels = null,
    TimeSpan? RetryAfter = null);
