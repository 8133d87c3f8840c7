using System.Text.Json;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;

namespace Functions.SimulatedCluster.Api;

/// <summary>Reads objects from request bodies: JSON, and protobuf where helm sends it.</summary>
internal static class RequestBody
{
    private const int Limit = 3 * 1024 * 1024;
    private const string Protobuf = "application/vnd.kubernetes.protobuf";

    public static async Task<JsonObject> ReadAsync(HttpRequest request, Kind kind, bool isPatch = false)
    {
        var bytes = await ReadBytesAsync(request);
        var body = request.ContentType?.StartsWith(Protobuf, StringComparison.Ordinal) == true ? ProtobufObjects.Read(bytes) : ReadJson(bytes);
        if (!isPatch && body.Text("kind") is { } sent && sent != kind.Name)
        {
            throw ApiException.BadRequest($"{sent} in version \"{body.Text("apiVersion")}\" cannot be handled as a {kind.Name}");
        }

        if (request.Query["fieldValidation"] == "Strict")
        {
            FieldValidation.RefuseUnknown(kind, body);
        }

        return body;
    }

    /// <summary>A deletion's options; null when none were sent, or only in protobuf, which clients use for kinds without dependents.</summary>
    public static async Task<JsonObject?> ReadOptionsAsync(HttpRequest request)
    {
        var bytes = await ReadBytesAsync(request);
        var fromQuery = request.Query["propagationPolicy"].FirstOrDefault();
        var options = bytes.Length == 0 || request.ContentType?.StartsWith(Protobuf, StringComparison.Ordinal) == true ? new JsonObject() : ReadJson(bytes);
        options["propagationPolicy"] ??= fromQuery;
        if (int.TryParse(request.Query["gracePeriodSeconds"], out var grace))
        {
            options["gracePeriodSeconds"] ??= grace;
        }

        return options;
    }

    private static JsonObject ReadJson(byte[] bytes)
    {
        try
        {
            return JsonNode.Parse(bytes) as JsonObject ?? throw ApiException.BadRequest("the body is not an object");
        }
        catch (JsonException exception)
        {
            throw ApiException.BadRequest($"the object provided is unrecognized (must be of type object): {exception.Message}");
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
