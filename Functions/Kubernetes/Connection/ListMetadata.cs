namespace Functions.Kubernetes.Connection;

/// <summary>A list's own metadata.</summary>
/// <param name="Continue">Where the next page begins; empty after the last.</param>
internal sealed record ListMetadata(string? Continue);
