using Stores.Core;

namespace Stores.Readiness;

/// <summary>A PersistentVolumeClaim.</summary>
/// <param name="Name">The claim's name.</param>
/// <param name="IsBound">Whether it has its volume.</param>
/// <param name="Failure">Why it has none (ProvisioningFailed, ...); null when nothing says so.</param>
public sealed record ClaimObservation(string Name, bool IsBound, StoreFailure? Failure = null);
