namespace Stores.Sweeps;

/// <summary>What a sweep's orchestration starts with.</summary>
/// <param name="Request">The sweep.</param>
/// <param name="Sightings">What earlier sweeps saw.</param>
public sealed record SweepInput(SweepRequest Request, IReadOnlyList<OrphanSighting> Sightings);
