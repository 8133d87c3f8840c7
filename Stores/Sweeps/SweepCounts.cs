namespace Stores.Sweeps;

/// <summary>What a sweep looked at.</summary>
/// <param name="Namespaces">Namespaces that carry this installation's labels.</param>
/// <param name="Stores">Stores that are recorded and not deleted.</param>
/// <param name="VaultSecrets">Secrets that the vault keeps for this installation.</param>
/// <param name="Slots">Slots and places in the queue.</param>
/// <param name="ApiRequests">Requests to the Kubernetes API that the survey took, without those of removals.</param>
public sealed record SweepCounts(int Namespaces, int Stores, int VaultSecrets, int Slots, int ApiRequests);
