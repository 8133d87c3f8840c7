namespace Functions.Kubernetes;

/// <summary>Asks the API server for objects' metadata alone: contents - of Secrets, not least - stay where they are.</summary>
internal static class MetadataOnly
{
    /// <summary>Headers of a list; its items come without spec, data and status.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> List { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        ["Accept"] = ["application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1"],
    };
}
