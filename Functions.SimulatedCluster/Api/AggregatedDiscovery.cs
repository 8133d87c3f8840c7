using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;

namespace Functions.SimulatedCluster.Api;

/// <summary>All that <see cref="Discovery"/> says in two documents, for clients that ask for it so.</summary>
internal static class AggregatedDiscovery
{
    public const string MediaType = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList";

    /// <summary>The document at a path; null when it is not one of these, or the client rather has it otherwise.</summary>
    public static JsonObject? Answer(HttpRequest request, KindCatalog catalog) => request.Path.Value!.Trim('/') switch
    {
        "api" when IsPreferred(request) => List(catalog.All.Where(kind => kind.Group.Length == 0)),
        "apis" when IsPreferred(request) => List(catalog.All.Where(kind => kind.Group.Length > 0)),
        _ => null,
    };

    // The first form that is known decides.
    private static bool IsPreferred(HttpRequest request)
    {
        var options = request.Headers.Accept.ToString().Split(',').Select(option => option.Split(';', StringSplitOptions.TrimEntries));
        return options.FirstOrDefault(option => IsAggregated(option) || IsPlain(option)) is { } known && IsAggregated(known);
    }

    private static bool IsPlain(string[] option) => option[0] == "application/json" && !Array.Exists(option, IsGroup);

    private static bool IsGroup(string part) => part.StartsWith("g=", StringComparison.Ordinal);

    private static bool IsAggregated(string[] option) => MediaType.Split(';').All(part => option.Contains(part));

    private static JsonObject List(IEnumerable<Kind> kinds) => new()
    {
        ["kind"] = "APIGroupDiscoveryList",
        ["apiVersion"] = "apidiscovery.k8s.io/v2",
        ["metadata"] = new JsonObject(),
        ["items"] = new JsonArray([.. kinds.GroupBy(kind => kind.Group).Select(Group)]),
    };

    private static JsonObject Group(IGrouping<string, Kind> group)
    {
        var versions = group.GroupBy(kind => kind.Version).OrderByDescending(kinds => kinds.Key, StringComparer.Ordinal);
        return new JsonObject
        {
            ["metadata"] = group.Key.Length == 0 ? new JsonObject() : new JsonObject { ["name"] = group.Key },
            ["versions"] = new JsonArray([.. versions.Select(Version)]),
        };
    }

    private static JsonObject Version(IGrouping<string, Kind> kinds) => new()
    {
        ["version"] = kinds.Key,
        ["resources"] = new JsonArray([.. kinds.Select(Resource)]),
        ["freshness"] = "Current",
    };

    private static JsonObject Resource(Kind kind)
    {
        var resource = new JsonObject
        {
            ["resource"] = kind.Plural,
            ["responseKind"] = ResponseKind(kind),
            ["scope"] = kind.Namespaced ? "Namespaced" : "Cluster",
            ["singularResource"] = kind.Name.ToLowerInvariant(),
            ["verbs"] = Texts(ApiResources.VerbsOf(kind)),
        };
        AddIfAny(resource, "shortNames", Texts(ApiResources.ShortNamesOf(kind)));
        AddIfAny(resource, "categories", Texts(ApiResources.CategoriesOf(kind)));
        AddIfAny(resource, "subresources", new JsonArray([.. ApiResources.PartsOf(kind).Select(part => new JsonObject
        {
            ["subresource"] = part.Name,
            ["responseKind"] = ResponseKind(part.Kind),
            ["verbs"] = Texts(part.Verbs),
        })]));
        return resource;
    }

    private static JsonObject ResponseKind(Kind kind) => new() { ["group"] = kind.Group, ["version"] = kind.Version, ["kind"] = kind.Name };

    private static JsonArray Texts(string[] texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static void AddIfAny(JsonObject resource, string name, JsonArray list)
    {
        if (list.Count > 0)
        {
            resource[name] = list;
        }
    }
}
