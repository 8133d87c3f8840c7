using Stores.Core;

namespace Stores.Readiness;

/// <summary>A check's Job.</summary>
/// <param name="Name">The Job's name.</param>
/// <param name="Exists">Whether it is there.</param>
/// <param name="Succeeded">Whether it has ended well.</param>
/// <param name="Failure">How it failed; null when it did not.</param>
public sealed record CheckObservation(string Name, bool Exists, bool Succeeded, StoreFailure? Failure = null);
