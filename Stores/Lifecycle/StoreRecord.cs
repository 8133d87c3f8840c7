using Stores.Core;
using Stores.Drift;
using Stores.Removal;

namespace Stores.Lifecycle;

/// <summary>Everything known of the store of one name: the Store entity's state.</summary>
public sealed record StoreRecord
{
    /// <summary>What was asked for; null before anything was.</summary>
    public StoreSpec? Spec { get; init; }

    /// <summary>Counts the stores of this name; 0 before the first.</summary>
    public int Generation { get; init; }

    /// <summary>The id of the installation that made this generation.</summary>
    public string Installation { get; init; } = "";

    /// <summary>Where the store is in its life.</summary>
    public StorePhase Phase { get; init; }

    /// <summary>The operation that runs; null between operations.</summary>
    public StoreOperation? Operation { get; init; }

    /// <summary>Counts the operations on stores of this name.</summary>
    public int Operations { get; init; }

    /// <summary>The id of the request by which the owner was given this store.</summary>
    public string Admission { get; init; } = "";

    /// <summary>The latest requests that came with an Idempotency-Key, oldest first.</summary>
    public IReadOnlyList<RememberedRequest> Requests { get; init; } = [];

    /// <summary>A deletion that waits for the running operation to stop.</summary>
    public OperationRequest? PendingDelete { get; init; }

    /// <summary>One sentence on the running step.</summary>
    public string? Message { get; init; }

    /// <summary>The steps of the latest operation, oldest first.</summary>
    public IReadOnlyList<StepRecord> Timeline { get; init; } = [];

    /// <summary>The shop's URL once it is Ready.</summary>
    public string? Url { get; init; }

    /// <summary>
    /// Whether the shop has a mail relay, as the latest operation saw it; null where none has looked, as before there was this field.
    /// </summary>
    public bool? HasMailRelay { get; init; }

    /// <summary>Why the latest operation failed; null when it did not.</summary>
    public FailureRecord? Failure { get; init; }

    /// <summary>What failed latest: a provision may be retried, a deletion asked for again; null when nothing did.</summary>
    public StoreOperationKind? Failed { get; init; }

    /// <summary>
    /// How far a removal that has not succeeded yet has come, or what the undoing of a provision removed; null when there was none.
    /// </summary>
    public RemovalRecord? Removal { get; init; }

    /// <summary>Why a running store is not as it should be; null when it is.</summary>
    public Degradation? Degradation { get; init; }

    /// <summary>What comparisons with the cluster saw, and what repairs did about it.</summary>
    public RepairState Repair { get; init; } = new();

    /// <summary>What the deletion found and proved; null before it succeeded.</summary>
    public DeletionReceipt? Receipt { get; init; }

    /// <summary>What was done to stores of this name by force, latest last; the last fifty.</summary>
    public IReadOnlyList<AuditEntry> Audit { get; init; } = [];

    /// <summary>When this generation was asked for (UTC).</summary>
    public DateTime CreatedAt { get; init; }

    /// <summary>When anything here last changed (UTC).</summary>
    public DateTime UpdatedAt { get; init; }
}
