using Stores.Readiness;
using Stores.Removal;

namespace Stores.Lifecycle;

/// <summary>Says how an operation ended: with a URL (ready), a receipt (deleted) or a failure.</summary>
/// <param name="OperationId">Who says so.</param>
/// <param name="At">UTC.</param>
/// <param name="Url">The shop's URL.</param>
/// <param name="Receipt">What was removed.</param>
/// <param name="Failure">Why it failed.</param>
/// <param name="Settings">How it was run, where something of it is kept for a while.</param>
public sealed record OperationOutcome(
    string OperationId, DateTime At, string? Url = null, DeletionReceipt? Receipt = null, FailureRecord? Failure = null,
    OperationSettings? Settings = null)
{
    /// <summary>Whether the shop has a mail relay; null where that was not seen.</summary>
    public bool? HasMailRelay { get; init; }

    /// <summary>What it removed, or was to remove, before it failed; null when it removed nothing.</summary>
    public RemovalRecord? Removal { get; init; }

    /// <summary>The end of one that leaves a shop that is ready.</summary>
    public static OperationOutcome Ready(string operationId, DateTime at, ReadyShop shop) =>
        new(operationId, at, Url: shop.Url) { HasMailRelay = shop.HasMailRelay };
}
