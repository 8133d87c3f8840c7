namespace Stores.Diagnosis;

/// <summary>A pod as it was.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Phase">status.phase.</param>
/// <param name="Ready">Its Ready condition.</param>
/// <param name="Restarts">Restarts of its most restarted container.</param>
/// <param name="State">Why it waits, or how it ended; null when nothing says so.</param>
public sealed record PodDiagnosis(string Name, string Phase, bool Ready, int Restarts, string? State);
