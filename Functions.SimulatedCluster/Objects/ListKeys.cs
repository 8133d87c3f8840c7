using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects;

/// <summary>How lists are merged: those whose items carry a key are merged item by item, others are replaced whole.</summary>
internal static class ListKeys
{
    /// <summary>
    /// The keys that identify the items of a list under a field, in Kubernetes' API conventions; null for an atomic list.
    /// </summary>
    public static IReadOnlyList<string>? Of(string field, JsonArray list) => field switch
    {
        _ when list.Count == 0 || !list.All(item => item is JsonObject) => null,
        "containers" or "initContainers" or "volumes" or "env" or "imagePullSecrets" => AllHave(list, "name"),
        "ports" => AllHave(list, "containerPort") ?? AllHave(list, "port"),
        "volumeMounts" => AllHave(list, "mountPath"),
        "conditions" => AllHave(list, "type"),
        "ownerReferences" => AllHave(list, "uid"),
        _ => null,
    };

    /// <summary>The item with the same keys.</summary>
    public static JsonObject? Find(JsonArray list, JsonObject item, IReadOnlyList<string> keys) =>
        list.OfType<JsonObject>().FirstOrDefault(candidate => keys.All(key => JsonNode.DeepEquals(candidate[key], item[key])));

    private static IReadOnlyList<string>? AllHave(JsonArray list, string key) => list.All(item => item![key] is not null) ? [key] : null;
}
