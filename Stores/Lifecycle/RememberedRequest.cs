using Stores.Core;

namespace Stores.Lifecycle;

/// <summary>A request that came with an Idempotency-Key, and what it began.</summary>
/// <param name="Key">The key, hashed.</param>
/// <param name="Kind">What was asked for.</param>
/// <param name="Spec">For a provision, with what.</param>
/// <param name="Operation">The instance id of the operation that was the answer.</param>
public sealed record RememberedRequest(string Key, StoreRequestKind Kind, StoreSpec? Spec, string Operation);
