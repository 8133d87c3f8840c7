using System.Text.Json.Serialization;

namespace Functions.Kubernetes.Connection;

/// <summary>A page of a list.</summary>
/// <param name="Metadata">The list's own metadata.</param>
/// <param name="Items">Its objects; a server may write null for none.</param>
internal sealed record MetadataPage(ListMetadata Metadata, IReadOnlyList<MetadataItem>? Items)
{
    /// <summary>When the server answered, by its own clock; null when it did not say.</summary>
    [JsonIgnore]
    public DateTimeOffset? ServerTime { get; init; }
}
