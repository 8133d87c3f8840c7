using System.Text.Json.Nodes;
using Functions.SimulatedCluster.Objects;
using Microsoft.AspNetCore.Http;

namespace Functions.SimulatedCluster.Api;

/// <summary>What the server says of itself.</summary>
internal static class Discovery
{
    /// <summary>The document at a path; null when it is not one of discovery.</summary>
    public static JsonObject? Answer(PathString path, KindCatalog catalog) => path.Value!.Trim('/').Split('/') switch
    {
        ["version"] => new JsonObject
        {
            ["major"] = "1",
            ["minor"] = "35",
            ["gitVersion"] = "v1.35.0",
            ["gitCommit"] = "simulated",
            ["gitTreeState"] = "clean",
            ["buildDate"] = "2025-12-17T00:00:00Z",
            ["goVersion"] = "go1.25",
            ["compiler"] = "gc",
            ["platform"] = "linux/amd64",
        },
        ["api"] => new JsonObject
        {
            ["kind"] = "APIVersions",
            ["versions"] = new JsonArray("v1"),
            ["serverAddressByClientCIDRs"] = new JsonArray(),
        },
        ["apis"] => new JsonObject
        {
            ["kind"] = "APIGroupList",
            ["apiVersion"] = "v1",
            ["groups"] = new JsonArray([.. Groups(catalog).Select(Group)]),
        },
        ["apis", var group] when Groups(catalog).FirstOrDefault(found => found.Key == group) is { } known => Group(known),
        ["api", "v1"] => Resources(catalog, "", "v1"),
        ["apis", var group, var version] when catalog.All.Any(kind => kind.Group == group && kind.Version == version) =>
            Resources(catalog, group, version),
        _ => null,
    };

    private static IEnumerable<IGrouping<string, Kind>> Groups(KindCatalog catalog) =>
        catalog.All.Where(kind => kind.Group.Length > 0).GroupBy(kind => kind.Group);

    private static JsonObject Group(IGrouping<string, Kind> group)
    {
        var versions = group.Select(kind => kind.Version).Distinct().OrderDescending(StringComparer.Ordinal)
            .Select(version => Version(group.Key, version)).ToArray();
        return new JsonObject
        {
            ["kind"] = "APIGroup",
            ["apiVersion"] = "v1",
            ["name"] = group.Key,
            ["versions"] = new JsonArray([.. versions]),
            ["preferredVersion"] = versions[0].DeepClone(),
        };
    }

    private static JsonObject Version(string group, string version) =>
        new() { ["groupVersion"] = $"{group}/{version}", ["version"] = version };

    private static JsonObject Resources(KindCatalog catalog, string group, string version) => new()
    {
        ["kind"] = "APIResourceList",
        ["apiVersion"] = "v1",
        ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}",
        ["resources"] = new JsonArray([.. catalog.All.Where(kind => kind.Group == group && kind.Version == version).SelectMany(Resources)]),
    };

    private static IEnumerable<JsonObject> Resources(Kind kind)
    {
        var resource = Resource(kind, kind.Plural, ApiResources.VerbsOf(kind), kind);
        resource["singularName"] = kind.Name.ToLowerInvariant();
        AddIfAny(resource, "shortNames", ApiResources.ShortNamesOf(kind));
        AddIfAny(resource, "categories", ApiResources.CategoriesOf(kind));
        var parts = ApiResources.PartsOf(kind).Select(part => Resource(kind, $"{kind.Plural}/{part.Name}", part.Verbs, part.Kind));
        return [resource, .. parts];
    }

    private static JsonObject Resource(Kind kind, string name, string[] verbs, Kind written)
    {
        var resource = new JsonObject { ["name"] = name, ["singularName"] = "", ["namespaced"] = kind.Namespaced, ["kind"] = written.Name };
        if (written != kind)
        {
            resource["group"] = written.Group;
            resource["version"] = written.Version;
        }

        AddIfAny(resource, "verbs", verbs);
        return resource;
    }

    private static void AddIfAny(JsonObject resource, string name, string[] texts)
    {
        if (texts.Length > 0)
        {
            resource[name] = new JsonArray([.. texts.Select(text => JsonValue.Create(text))]);
        }
    }
}
