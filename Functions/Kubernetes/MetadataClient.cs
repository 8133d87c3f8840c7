using System.Net.Http.Headers;
using System.Text.Json;

namespace Functions.Kubernetes;

/// <summary>Reads the metadata of objects without the objects: a fraction of the bytes. KubernetesClient has no call for it.</summary>
internal sealed class MetadataClient(k8s.Kubernetes client)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>One page of a list.</summary>
    /// <param name="what">What is being done, for the message of a failure.</param>
    /// <param name="path">From the server's root, with the query: api/v1/namespaces?limit=500.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task<MetadataPage> ListAsync(string what, string path, CancellationToken cancellationToken)
    {
        var page = await GetAsync<MetadataPage>(what, path, "PartialObjectMetadataList", cancellationToken);
        // Where there are none, an API server may write null.
        return page with { Items = page.Items ?? [] };
    }

    /// <summary>One object.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public async Task<ObjectMetadata> ReadAsync(string what, string path, CancellationToken cancellationToken) =>
        (await GetAsync<MetadataItem>(what, path, "PartialObjectMetadata", cancellationToken)).Metadata;

    private Task<T> GetAsync<T>(string what, string path, string kind, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync(what, async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse($"application/json;as={kind};g=meta.k8s.io;v=v1"));
            using var response = await new RawClient(client).SendAsync(what, request, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return (await JsonSerializer.DeserializeAsync<T>(body, s_json, cancellationToken))!;
        });
}

/// <summary>A page of a list.</summary>
/// <param name="Metadata">The list's own metadata.</param>
/// <param name="Items">Its objects; a server may write null for none.</param>
internal sealed record MetadataPage(ListMetadata Metadata, IReadOnlyList<MetadataItem>? Items);

/// <summary>A list's own metadata.</summary>
/// <param name="Continue">Where the next page begins; empty after the last.</param>
internal sealed record ListMetadata(string? Continue);

/// <summary>An object of which only the metadata is there.</summary>
internal sealed record MetadataItem(ObjectMetadata Metadata);

/// <summary>As much of an object's metadata as a survey needs; the rest is skipped while it is read.</summary>
internal sealed record ObjectMetadata(
    string Name, string Uid, IReadOnlyDictionary<string, string>? Labels, DateTimeOffset? DeletionTimestamp);
