namespace Stores.Diagnosis;

/// <summary>The end of a container's log.</summary>
/// <param name="Pod">The pod.</param>
/// <param name="Container">The container.</param>
/// <param name="Lines">Oldest first.</param>
public sealed record LogDiagnosis(string Pod, string Container, IReadOnlyList<string> Lines);
