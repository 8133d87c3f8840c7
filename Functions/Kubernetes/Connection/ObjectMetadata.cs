namespace Functions.Kubernetes.Connection;

/// <summary>As much of an object's metadata as anyone here needs; the rest is skipped while it is read.</summary>
internal sealed record ObjectMetadata(
    string Name, string Uid, IReadOnlyDictionary<string, string>? Labels, DateTimeOffset? CreationTimestamp,
    DateTimeOffset? DeletionTimestamp);
