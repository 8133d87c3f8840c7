using Stores.Core;

namespace Stores.Lifecycle;

/// <summary>Input of <c>ExpireKeptStore</c>.</summary>
/// <param name="Spec">The store.</param>
/// <param name="Generation">Its generation; a later one is left alone.</param>
/// <param name="Until">When it is removed (UTC).</param>
/// <param name="Settings">How.</param>
public sealed record KeptStore(StoreSpec Spec, int Generation, DateTime Until, OperationSettings Settings);
