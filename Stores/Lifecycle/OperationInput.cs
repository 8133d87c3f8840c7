using Stores.Core;
using Stores.Removal;

namespace Stores.Lifecycle;

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
