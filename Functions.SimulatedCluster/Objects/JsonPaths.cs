using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects;

/// <summary>Short ways to read Kubernetes objects as JSON.</summary>
internal static class JsonPaths
{
    public static JsonObject Meta(this JsonObject o) => o.Child("metadata");

    public static string Name(this JsonObject o) => o.Text("metadata", "name") ?? "";

    public static string Namespace(this JsonObject o) => o.Text("metadata", "namespace") ?? "";

    public static string Uid(this JsonObject o) => o.Text("metadata", "uid") ?? "";

    public static bool IsTerminating(this JsonObject o) => o.At("metadata", "deletionTimestamp") is not null;

    public static JsonNode? At(this JsonNode? node, params ReadOnlySpan<string> path)
    {
        foreach (var step in path)
        {
            node = (node as JsonObject)?[step];
        }

        return node;
    }

    public static string? Text(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonValue)?.TryGetValue<string>(out var text) == true ? text : null;

    public static int? Number(this JsonNode? node, params ReadOnlySpan<string> path) =>
        node.At(path) is JsonValue value && value.TryGetValue<int>(out var number) ? number : null;

    public static IEnumerable<JsonObject> Items(this JsonNode? node, params ReadOnlySpan<string> path) =>
        (node.At(path) as JsonArray)?.OfType<JsonObject>() ?? [];

    /// <summary>The object under a key, made when missing.</summary>
    public static JsonObject Child(this JsonObject o, string key)
    {
        if (o[key] is not JsonObject child)
        {
            o[key] = child = [];
        }

        return child;
    }

    public static JsonObject Copy(this JsonObject o) => (JsonObject)o.DeepClone();

    public static bool HasLabels(this JsonObject o, JsonObject? labels) =>
        labels is not null && labels.All(label => o.Text("metadata", "labels", label.Key) == label.Value?.GetValue<string>());
}
