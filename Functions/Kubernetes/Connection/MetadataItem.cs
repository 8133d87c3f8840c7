namespace Functions.Kubernetes.Connection;

/// <summary>An object of which only the metadata is there.</summary>
internal sealed record MetadataItem(ObjectMetadata Metadata);
