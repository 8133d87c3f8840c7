using System.Net.Http.Headers;
using System.Text.Json;

namespace Functions.Kubernetes.Connection;

/// <summary>Reads the metadata of objects without the objects: a fraction of the bytes. KubernetesClient has no call for it.</summary>
internal sealed class MetadataClient(k8s.Kubernetes client)
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    /// <summary>One page of a list.</summary>
    /// <param name="what">What is being done, for the message of a failure.</param>
    /// <param name="path">From the server's root, with the query: api/v1/namespaces?limit=500.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Its items are never null.</returns>
    public async Task<MetadataPage> ListAsync(string what, string path, CancellationToken cancellationToken)
    {
        var (page, at) = await GetAsync<MetadataPage>(what, path, "PartialObjectMetadataList", cancellationToken);
        // Where there are none, an API server may write null.
        return page with { Items = page.Items ?? [], ServerTime = at };
    }

    /// <summary>One object.</summary>
    /// <inheritdoc cref="ListAsync"/>
    public async Task<ObjectMetadata> ReadAsync(string what, string path, CancellationToken cancellationToken) =>
        (await GetAsync<MetadataItem>(what, path, "PartialObjectMetadata", cancellationToken)).Body.Metadata;

    private Task<(T Body, DateTimeOffset? At)> GetAsync<T>(string what, string path, string kind, CancellationToken cancellationToken) =>
        KubernetesFailures.TranslateAsync(what, async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse($"application/json;as={kind};g=meta.k8s.io;v=v1"));
            using var response = await new RawClient(client).SendAsync(what, request, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            return ((await JsonSerializer.DeserializeAsync<T>(body, s_json, cancellationToken))!, response.Headers.Date);
        });
}
