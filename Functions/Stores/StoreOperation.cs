using System.Text.Json.Serialization;

namespace Functions.Stores;

/// <summary>What can be done with a store.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StoreOperationKind>))]
public enum StoreOperationKind
{
    /// <summary>Make it.</summary>
    Provision,

    /// <summary>Remove it.</summary>
    Delete,

    /// <summary>Bring its release to the chart and the values of this version of the app.</summary>
    Upgrade,

    /// <summary>Put back what was changed behind the app's back.</summary>
    Repair,
}

/// <summary>What can be asked of a store.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<StoreRequestKind>))]
public enum StoreRequestKind
{
    /// <summary>Make it, under a name that is free.</summary>
    Provision,

    /// <summary>Make a store that failed once more, as its next generation.</summary>
    Retry,

    /// <summary>Upgrade a store that runs.</summary>
    Upgrade,

    /// <summary>Repair a store that runs.</summary>
    Repair,

    /// <summary>Stop what is being done, and undo it.</summary>
    Cancel,

    /// <summary>Remove it, whatever is being done.</summary>
    Delete,
}

/// <summary>One operation on a store; at most one runs at a time.</summary>
/// <param name="Id">The instance id of its orchestration.</param>
/// <param name="Kind">What it does.</param>
/// <param name="StartedAt">When it was accepted (UTC).</param>
/// <param name="Number">Counts the operations on stores of this name, from 1.</param>
/// <param name="Before">The phase that it found the store in.</param>
public sealed record StoreOperation(string Id, StoreOperationKind Kind, DateTime StartedAt, int Number, StorePhase Before);

/// <summary>Asks something of a store.</summary>
/// <param name="Id">The instance id that its orchestration gets when it is accepted.</param>
/// <param name="Kind">What to do.</param>
/// <param name="Spec">For a provision, what was asked for; the others only read the name.</param>
/// <param name="Settings">How to do it; orchestrators have no configuration of their own.</param>
/// <param name="At">When it was asked for (UTC).</param>
public sealed record OperationRequest(string Id, StoreRequestKind Kind, StoreSpec Spec, OperationSettings Settings, DateTime At)
{
    /// <summary>The id of this installation, which a store that begins now belongs to.</summary>
    public string Installation { get; init; } = "";

    /// <summary>Whether there is room for it: its owner may have it, and a slot or a place in the queue is reserved.</summary>
    public bool Admitted { get; init; }

    /// <summary>
    /// The generation in which the store's record, read by whoever asks, would have admitted it; null where nobody looked.
    /// </summary>
    public int? AdmissibleAfter { get; init; }

    /// <summary>The Idempotency-Key that it came with, hashed; null for none.</summary>
    public string? Key { get; init; }

    /// <summary>For the removal of a store that was kept for debugging: the generation that is meant; null for whatever there is.</summary>
    public int? KeptGeneration { get; init; }
}

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

/// <summary>The store's answer in one word.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperationVerdict>))]
public enum OperationVerdict
{
    /// <summary>It goes ahead, or the same one already runs.</summary>
    Accepted,

    /// <summary>It could go ahead; nothing has changed yet. See <see cref="OperationRequest.Admitted"/>.</summary>
    Admissible,

    /// <summary>There is no such store.</summary>
    NotFound,

    /// <summary>Another operation or an existing store stands against it.</summary>
    Conflict,

    /// <summary>The Idempotency-Key came with another request before.</summary>
    KeyReused,

    /// <summary>The owner has as many stores as an owner may have.</summary>
    TooManyStores,

    /// <summary>The owner's latest creation is too recent.</summary>
    CoolingDown,

    /// <summary>As many wait for a provisioning slot as may.</summary>
    QueueFull,
}

/// <summary>What an operation's orchestration starts with.</summary>
/// <param name="Id">
/// Its own instance id, which fences what it reports and makes: the store ignores anyone but its current operation.
/// </param>
/// <param name="Store">The store and its generation.</param>
/// <param name="Spec">What was asked for.</param>
/// <param name="Settings">How to do it.</param>
public sealed record OperationInput(string Id, StoreIdentity Store, StoreSpec Spec, OperationSettings Settings)
{
    /// <summary>The failed generation before this one, whose remains go first; null when nothing can be left of it.</summary>
    public StoreIdentity? Previous { get; init; }

    /// <summary>What an earlier removal has come to, which this one goes on with; null when there was none.</summary>
    public RemovalRecord? Removal { get; init; }
}
