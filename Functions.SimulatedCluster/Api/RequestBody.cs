using System.Text.Json;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;

namespace Functions.SimulatedCluster.Api;

/// <summary>Reads objects from request bodies: JSON, and protobuf where helm and kubectl send it.</summary>
internal static class RequestBody
{
    private const int Limit = 3 * 1024 * 1024;
    private const string Protobuf = "application/vnd.kubernetes.protobuf";

    /// <summary>An object, whole or as far as its manager applies it.</summary>
    /// <exception cref="ApiException">400: malformed, of another kind, or for another place than the request; 413; 415.</exception>
    public static async Task<JsonObject> ReadAsync(HttpRequest request, ApiRequest target)
    {
        var kind = target.Written;
        var body = Parse(request, kind, await ReadBytesAsync(request));
        if (body.Text("kind") is { } sent && (sent != kind.Name || (body.Text("apiVersion") ?? kind.ApiVersion) != kind.ApiVersion))
        {
            throw ApiException.BadRequest(
                $"{sent} in version \"{body.Text("apiVersion")}\" cannot be handled as a {kind.Name}: no kind \"{sent}\" is registered for "
                + $"version \"{body.Text("apiVersion")}\"");
        }

        if (kind.Namespaced && body.Namespace() is { Length: > 0 } ns && ns != target.Namespace)
        {
            throw ApiException.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        if (target.Name is { } name && body.Name() is { Length: > 0 } other && other != name)
        {
            throw ApiException.BadRequest($"the name of the object ({other}) does not match the name on the URL ({name})");
        }

        FieldValidation.RefuseWrongTypes(kind, body);
        if (request.Query["fieldValidation"] == "Strict")
        {
            FieldValidation.RefuseUnknown(kind, body);
        }

        return body;
    }

    /// <summary>A merge patch.</summary>
    public static async Task<JsonObject> ReadPatchAsync(HttpRequest request) => ReadJson(await ReadBytesAsync(request));

    /// <summary>A JSON patch.</summary>
    public static async Task<JsonArray> ReadOperationsAsync(HttpRequest request) =>
        ParseJson(await ReadBytesAsync(request)) as JsonArray
        ?? throw ApiException.BadRequest("error decoding patch: a JSON patch is a list of operations");

    /// <summary>A deletion's options, from the body or the query.</summary>
    public static async Task<JsonObject> ReadOptionsAsync(HttpRequest request)
    {
        var bytes = await ReadBytesAsync(request);
        var fromQuery = request.Query["propagationPolicy"].FirstOrDefault();
        var options = bytes.Length == 0 ? []
            : request.ContentType?.StartsWith(Protobuf, StringComparison.Ordinal) == true ? ProtobufObjects.ReadDeleteOptions(bytes)
            : ReadJson(bytes);
        options["propagationPolicy"] ??= fromQuery;
        if (int.TryParse(request.Query["gracePeriodSeconds"], out var grace))
        {
            options["gracePeriodSeconds"] ??= grace;
        }

        return options;
    }

    private static JsonObject Parse(HttpRequest request, Kind kind, byte[] bytes) => request.ContentType?.Split(';')[0] switch
    {
        Protobuf => ProtobufObjects.Read(bytes, kind),
        // Whoever applies says YAML; helm, kubectl and KubernetesClient send JSON, which is YAML too.
        null or "" or "application/json" or "application/apply-patch+yaml" => ReadJson(bytes),
        var other => throw new ApiException(
            415,
            "UnsupportedMediaType",
            $"the body of the request was in an unknown format - accepted media types include: application/json, {Protobuf} (was {other})"),
    };

    private static JsonObject ReadJson(byte[] bytes) =>
        ParseJson(bytes) as JsonObject ?? throw ApiException.BadRequest("the object provided is unrecognized (must be of type object)");

    /// <exception cref="ApiException">400: no JSON.</exception>
    public static JsonNode? ParseJson(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes);
        }
        catch (JsonException exception)
        {
            throw ApiException.BadRequest(
                "the object provided is unrecognized (must be of type object): couldn't get version/kind; "
                + $"json parse error: {exception.Message}");
        }
    }

    private static async Task<byte[]> ReadBytesAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (int read; (read = await request.Body.ReadAsync(chunk, request.HttpContext.RequestAborted)) > 0;)
        {
            await buffer.WriteAsync(chunk.AsMemory(0, read));
            if (buffer.Length > Limit)
            {
                throw new ApiException(413, "RequestEntityTooLarge", $"Request entity too large: limit is {Limit}");
            }
        }

        return buffer.ToArray();
    }
}
