using Stores.Core;
using Stores.Drift;

namespace Stores.Lifecycle;

/// <summary>An operator's word about a store's repairs.</summary>
/// <param name="Name">The store.</param>
/// <param name="At">UTC.</param>
/// <param name="Pause">The pause; null to let repairs go on.</param>
public sealed record RepairPauseRequest(StoreName Name, DateTime At, RepairPause? Pause);
