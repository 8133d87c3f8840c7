using System.Text.Json;
using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects;

/// <summary>
/// Sets of fields in the form of metadata.managedFields (FieldsV1): "f:name" for a field, "k:{...}" for an item of a keyed list.
/// </summary>
internal static class FieldSet
{
    private static readonly HashSet<string> s_identity = new(StringComparer.Ordinal) { "f:apiVersion", "f:kind" };
    private static readonly HashSet<string> s_serverOwned = new(StringComparer.Ordinal)
    {
        "name", "namespace", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
        "deletionGracePeriodSeconds", "managedFields", "selfLink",
    };

    /// <summary>The fields that a configuration sets.</summary>
    public static JsonObject Of(JsonObject configuration)
    {
        var copy = configuration.Copy();
        foreach (var field in s_serverOwned)
        {
            copy.Meta().Remove(field);
        }

        if (copy.Meta().Count == 0)
        {
            copy.Remove("metadata");
        }

        var fields = OfObject(copy);
        foreach (var field in s_identity)
        {
            fields.Remove(field);
        }

        return fields;
    }

    /// <summary>The fields in which two objects differ.</summary>
    public static JsonObject Changed(JsonObject before, JsonObject after)
    {
        var changed = new JsonObject();
        Walk(Of(after), before, after, (path, was, now) =>
        {
            if (!JsonNode.DeepEquals(was, now))
            {
                Add(changed, path);
            }
        });
        return changed;
    }

    /// <summary>Calls back for each leaf of a set with its value in two objects.</summary>
    public static void Walk(
        JsonObject fields, JsonNode? first, JsonNode? second, Action<IReadOnlyList<string>, JsonNode?, JsonNode?> leaf) =>
        Walk(fields, first, second, [], leaf);

    /// <summary>Whether a path leads to an item of a keyed list.</summary>
    public static bool IsItem(IReadOnlyList<string> path) => path[^1].StartsWith("k:", StringComparison.Ordinal);

    public static bool Contains(JsonObject fields, IReadOnlyList<string> path)
    {
        JsonNode? node = fields;
        foreach (var step in path)
        {
            node = node?[step];
        }

        return node is not null;
    }

    public static void Add(JsonObject fields, IReadOnlyList<string> path)
    {
        foreach (var step in path)
        {
            fields = fields.Child(step);
        }
    }

    /// <summary>Removes a leaf, and what is left empty above it.</summary>
    public static void Remove(JsonObject fields, IReadOnlyList<string> path, int depth = 0)
    {
        if (fields[path[depth]] is JsonObject child)
        {
            if (depth < path.Count - 1)
            {
                Remove(child, path, depth + 1);
            }

            if (depth == path.Count - 1 || child.Count == 0)
            {
                fields.Remove(path[depth]);
            }
        }
    }

    /// <summary>Removes a field's value from an object; modifies it.</summary>
    public static void RemoveValue(JsonNode? target, IReadOnlyList<string> path)
    {
        for (var i = 0; i < path.Count - 1; i++)
        {
            target = Step(target, path[i]);
        }

        if (path[^1].StartsWith("f:", StringComparison.Ordinal))
        {
            (target as JsonObject)?.Remove(path[^1][2..]);
        }
        else if (Step(target, path[^1]) is { } item)
        {
            (target as JsonArray)!.Remove(item);
        }
    }

    /// <summary>The path as the API server writes it: .spec.containers[name="web"].image.</summary>
    public static string Describe(IReadOnlyList<string> path) => string.Concat(path.Select(step =>
        step.StartsWith("f:", StringComparison.Ordinal) ? $".{step[2..]}"
            : $"[{string.Join(",", ((JsonObject)JsonNode.Parse(step[2..])!).Select(key => $"{key.Key}={key.Value!.ToJsonString()}"))}]"));

    private static void Walk(
        JsonObject fields, JsonNode? first, JsonNode? second, List<string> path, Action<IReadOnlyList<string>, JsonNode?, JsonNode?> leaf)
    {
        foreach (var (step, below) in fields)
        {
            path.Add(step);
            var (a, b) = (Step(first, step), Step(second, step));
            if (below is JsonObject { Count: > 0 } children)
            {
                Walk(children, a, b, path, leaf);
            }
            else
            {
                leaf([.. path], a, b);
            }

            path.RemoveAt(path.Count - 1);
        }
    }

    private static JsonNode? Step(JsonNode? node, string step) => step.StartsWith("f:", StringComparison.Ordinal)
        ? (node as JsonObject)?[step[2..]]
        : node is JsonArray list && JsonNode.Parse(step[2..]) is JsonObject key
            ? ListKeys.Find(list, key, [.. key.Select(pair => pair.Key)])
            : null;

    private static JsonObject OfObject(JsonObject value)
    {
        var fields = new JsonObject();
        foreach (var (name, child) in value)
        {
            fields[$"f:{name}"] = child switch
            {
                JsonObject { Count: > 0 } nested => OfObject(nested),
                JsonArray list when ListKeys.Of(name, list) is { } keys => OfList(list, keys),
                _ => new JsonObject(),
            };
        }

        return fields;
    }

    private static JsonObject OfList(JsonArray list, IReadOnlyList<string> keys)
    {
        var fields = new JsonObject();
        foreach (var item in list.OfType<JsonObject>())
        {
            var key = new JsonObject(keys.Select(name => KeyValuePair.Create(name, item[name]?.DeepClone())));
            fields[$"k:{key.ToJsonString(JsonSerializerOptions.Default)}"] = OfObject(item);
        }

        return fields;
    }
}
