using Stores.Core;

namespace Stores.Readiness;

/// <summary>Input of an activity that looks whether something is ready.</summary>
/// <param name="Store">Whose.</param>
/// <param name="Settings">When to give up early.</param>
public sealed record ReadinessInput(StoreIdentity Store, ReadinessSettings Settings)
{
    /// <summary>What earlier looks of the same wait have seen; null before the first.</summary>
    public Sightings? Sightings { get; init; }
}
