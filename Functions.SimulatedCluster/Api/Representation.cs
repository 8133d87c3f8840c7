using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;

namespace Functions.SimulatedCluster.Api;

/// <summary>How a client wants objects: whole, their metadata alone, or as rows of a table.</summary>
internal sealed class Representation
{
    private const string Meta = "meta.k8s.io/v1";

    private readonly string _as;
    private readonly TimeProvider _clock;

    private Representation(string @as, TimeProvider clock) => (_as, _clock) = (@as, clock);

    /// <exception cref="ApiException">406: nothing that the client accepts can be given.</exception>
    public static Representation Of(HttpRequest request, TimeProvider clock)
    {
        var accept = request.Headers.Accept.ToString();
        if (accept.Length == 0)
        {
            return new Representation("", clock);
        }

        foreach (var option in accept.Split(','))
        {
            var parts = option.Split(';', StringSplitOptions.TrimEntries);
            if (parts[0] is "application/json" or "application/*" or "*/*")
            {
                return new Representation(
                    parts.FirstOrDefault(part => part.StartsWith("as=", StringComparison.Ordinal))?[3..] ?? "", clock);
            }
        }

        throw new ApiException(406, "NotAcceptable", "only the following media types are accepted: application/json");
    }

    /// <summary>One object.</summary>
    public JsonObject Show(Kind kind, JsonObject item) => _as switch
    {
        "PartialObjectMetadata" or "PartialObjectMetadataList" => Partial(item),
        "Table" => Tables.Of(
            kind, [item], new JsonObject { ["resourceVersion"] = item.Text("metadata", "resourceVersion") }, _clock.GetUtcNow(), Partial),
        _ => item,
    };

    /// <summary>A list.</summary>
    public JsonObject Show(Kind kind, IReadOnlyList<JsonObject> items, JsonObject metadata) => _as switch
    {
        // An API server writes an empty list of these as null.
        "PartialObjectMetadataList" => List("PartialObjectMetadataList", Meta, metadata, items.Count == 0 ? null : items.Select(Partial)),
        "Table" => Tables.Of(kind, items, metadata, _clock.GetUtcNow(), Partial),
        _ => List($"{kind.Name}List", kind.ApiVersion, metadata, items.Select(item => item.DeepClone())),
    };

    private static JsonObject List(string kind, string apiVersion, JsonObject metadata, IEnumerable<JsonNode>? items) =>
        new()
        {
            ["kind"] = kind,
            ["apiVersion"] = apiVersion,
            ["metadata"] = metadata,
            ["items"] = items is null ? null : new JsonArray([.. items]),
        };

    private static JsonObject Partial(JsonObject item) =>
        new() { ["kind"] = "PartialObjectMetadata", ["apiVersion"] = Meta, ["metadata"] = item["metadata"]?.DeepClone() };
}
