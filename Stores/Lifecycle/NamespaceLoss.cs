using Stores.Core;

namespace Stores.Lifecycle;

/// <summary>Says that sweeps did not find the namespace of a store that is recorded as running.</summary>
/// <param name="Store">The store.</param>
/// <param name="At">UTC.</param>
/// <param name="Since">When a sweep first missed it (UTC).</param>
public sealed record NamespaceLoss(StoreIdentity Store, DateTime At, DateTime Since)
{
    /// <summary>
    /// The record as the loss leaves it. The store has failed and is not merely degraded: its database and its files went with the
    /// namespace, and putting up an empty shop in its place is for its owner to decide. A record of another generation or with an operation
    /// stays as it is.
    /// </summary>
    public StoreRecord Apply(StoreRecord record) =>
        record is { Phase: StorePhase.Ready or StorePhase.Degraded, Operation: null } && record.Generation == Store.Generation
            ? record with
            {
                Phase = StorePhase.Failed,
                Url = null,
                HasMailRelay = null,
                Failure = new FailureRecord(
                    Steps.Sweep,
                    new StoreFailure(
                        Reasons.NamespaceMissing,
                        $"Namespace {Store.Resources.Namespace} is gone since {Since:O} or earlier, and not by this product: "
                        + "its data went with it. Delete the store, then make it again."),
                    []),
                UpdatedAt = At,
            }
            : record;
}
