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
}

/// <summary>One operation on a store; at most one runs at a time.</summary>
/// <param name="Id">The instance id of its orchestration.</param>
/// <param name="Kind">What it does.</param>
/// <param name="StartedAt">When it was accepted (UTC).</param>
public sealed record StoreOperation(string Id, StoreOperationKind Kind, DateTime StartedAt);

/// <summary>Asks the store for an operation.</summary>
/// <param name="Id">The instance id that its orchestration gets when it is accepted.</param>
/// <param name="Kind">What to do.</param>
/// <param name="Spec">For a provision, what was asked for; a deletion only reads the name.</param>
/// <param name="Settings">How to do it; orchestrators have no configuration of their own.</param>
/// <param name="At">When it was asked for (UTC).</param>
public sealed record OperationRequest(string Id, StoreOperationKind Kind, StoreSpec Spec, OperationSettings Settings, DateTime At)
{
    /// <summary>The id of this installation, which a store that begins now belongs to.</summary>
    public string Installation { get; init; } = "";
}

/// <summary>The store's answer.</summary>
/// <param name="Verdict">Whether the operation goes ahead.</param>
/// <param name="Detail">One sentence that says why, for whoever asked.</param>
/// <param name="Record">The store as it is after the decision.</param>
/// <param name="Cancels">The instance id of the operation that must be told to stop first; null for none.</param>
public sealed record OperationDecision(OperationVerdict Verdict, string Detail, StoreRecord Record, string? Cancels = null);

/// <summary>The store's answer in one word.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<OperationVerdict>))]
public enum OperationVerdict
{
    /// <summary>It goes ahead, or the same one already runs.</summary>
    Accepted,

    /// <summary>There is no such store.</summary>
    NotFound,

    /// <summary>Another operation or an existing store stands against it.</summary>
    Conflict,
}

/// <summary>What an operation's orchestration starts with.</summary>
/// <param name="Id">Its own instance id, which fences what it reports: the store ignores anyone but its current operation.</param>
/// <param name="Store">The store and its generation.</param>
/// <param name="Spec">What was asked for.</param>
/// <param name="Settings">How to do it.</param>
public sealed record OperationInput(string Id, StoreIdentity Store, StoreSpec Spec, OperationSettings Settings);
