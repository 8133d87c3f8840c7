using Stores.Core;
using Stores.Removal;

namespace Stores.Lifecycle;

/// <summary>How a request to strip finalizers ended.</summary>
/// <param name="Permission">What the store said.</param>
/// <param name="Result">What was done; null when nothing was.</param>
/// <param name="Failure">Why it failed; null when it did not.</param>
public sealed record StripOutcome(StripPermission Permission, StripResult? Result, StoreFailure? Failure);
