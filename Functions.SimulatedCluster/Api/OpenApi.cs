using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;

namespace Functions.SimulatedCluster.Api;

/// <summary>
/// As much of OpenAPI v3 as helm and kubectl read: that patches take fieldValidation, so that the server validates and they need no
/// schemas.
/// </summary>
internal static class OpenApi
{
    public static JsonObject? Answer(PathString path, KindCatalog catalog) => path.Value!.Trim('/').Split('/') switch
    {
        ["openapi", "v3"] => new JsonObject
        {
            ["paths"] = new JsonObject(catalog.All.Select(PathOf).Distinct().Select(found =>
                KeyValuePair.Create<string, JsonNode?>(found, new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{found}?hash=1" }))),
        },
        ["openapi", "v3", .. var rest]
            when catalog.All.Where(kind => PathOf(kind) == string.Join('/', rest)).ToList() is { Count: > 0 } kinds => new JsonObject
            {
                ["openapi"] = "3.0.0",
                ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "v1.35.0" },
                ["paths"] = new JsonObject(kinds.Select(kind => KeyValuePair.Create<string, JsonNode?>(
                    $"/{PathOf(kind)}/{(kind.Namespaced ? "namespaces/{namespace}/" : "")}{kind.Plural}/{{name}}",
                    new JsonObject { ["patch"] = Patch(kind) }))),
            },
        _ => null,
    };

    private static string PathOf(Kind kind) => kind.Group.Length == 0 ? $"api/{kind.Version}" : $"apis/{kind.Group}/{kind.Version}";

    private static JsonObject Patch(Kind kind) => new()
    {
        ["parameters"] = new JsonArray(
            new JsonObject { ["name"] = "fieldValidation", ["in"] = "query", ["schema"] = new JsonObject { ["type"] = "string" } }),
        ["responses"] = new JsonObject(),
        ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Name },
    };
}
