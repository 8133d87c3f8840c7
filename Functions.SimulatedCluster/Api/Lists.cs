using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;

namespace Functions.SimulatedCluster.Api;

/// <summary>Lists with selectors and pages; metadata alone where the client asks for it.</summary>
internal static class Lists
{
    public static JsonObject List(ObjectStore store, ApiRequest request, IQueryCollection query, string accept)
    {
        var selector = Selector.Parse(query["labelSelector"], query["fieldSelector"]);
        var (items, version) = store.List(request.Kind, request.Namespace);
        var after = query["continue"].FirstOrDefault() is { Length: > 0 } token ? Decode(token) : null;
        var matching = items.Where(selector.Matches)
            .SkipWhile(item => after is { } last && string.CompareOrdinal(item.Namespace(), last.Namespace) is var order && (order < 0 || (order == 0 && string.CompareOrdinal(item.Name(), last.Name) <= 0)))
            .ToList();
        var limit = int.TryParse(query["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked > 0 ? asked : int.MaxValue;
        var page = matching.Take(limit).ToList();
        var metadata = new JsonObject { ["resourceVersion"] = version.ToString(CultureInfo.InvariantCulture) };
        if (page.Count < matching.Count)
        {
            metadata["continue"] = Encode(page[^1].Namespace(), page[^1].Name());
            metadata["remainingItemCount"] = matching.Count - page.Count;
        }

        var partial = IsPartial(accept);
        return new JsonObject
        {
            ["kind"] = partial ? "PartialObjectMetadataList" : $"{request.Kind.Name}List",
            ["apiVersion"] = partial ? "meta.k8s.io/v1" : request.Kind.ApiVersion,
            ["metadata"] = metadata,
            ["items"] = new JsonArray([.. page.Select(item => partial ? Partial(item) : item.DeepClone())]),
        };
    }

    private static bool IsPartial(string accept) => accept.Contains("as=PartialObjectMetadataList", StringComparison.Ordinal);

    private static JsonObject Partial(JsonObject item) => new()
    {
        ["kind"] = "PartialObjectMetadata",
        ["apiVersion"] = "meta.k8s.io/v1",
        ["metadata"] = item["metadata"]?.DeepClone(),
    };

    private static string Encode(string ns, string name) => Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ns}/{name}"));

    private static (string Namespace, string Name)? Decode(string token)
    {
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(token)).Split('/') is [var ns, var name]
                ? (ns, name)
                : throw ApiException.BadRequest("continue key is not valid");
        }
        catch (FormatException)
        {
            throw ApiException.BadRequest("continue key is not valid");
        }
    }
}
