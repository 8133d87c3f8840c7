using Stores.Core;

namespace Stores.Drift;

/// <summary>Why a running store is not as it should be.</summary>
/// <param name="Reasons">The gravest first; at least one.</param>
/// <param name="Since">Since when it is not (UTC).</param>
public sealed record Degradation(IReadOnlyList<StoreFailure> Reasons, DateTime Since);
