using Stores.Core;

namespace Functions.Api.Stores;

/// <summary>Why a store is Degraded.</summary>
/// <param name="Since">Since when (UTC).</param>
/// <param name="Reasons">Each with a reason, one CamelCase word, and a message; the gravest first.</param>
public sealed record DegradationResponse(DateTime Since, IReadOnlyList<StoreFailure> Reasons);
