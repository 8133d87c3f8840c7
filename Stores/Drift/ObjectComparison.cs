using System.Text.Json;
using Stores.Core;

namespace Stores.Drift;

/// <summary>
/// Compares an object with the manifest that it was made from, by the fields that the manifest sets: the API server fills in others.
/// </summary>
internal static class ObjectComparison
{
    private static readonly string[] s_metadata = ["labels", "annotations"];

    // What tells the items of a list apart, where a list is a map of them: volumeMounts; env, containers, volumes and ports.
    private static readonly string[] s_keys = ["mountPath", "name"];

    // What these allow or bound is changed as much by what is added as by what is taken away.
    private static readonly HashSet<string> s_whole = new(StringComparer.Ordinal) { "NetworkPolicy", "ResourceQuota", "LimitRange" };

    /// <summary>The differences, in the manifest's order; empty when there are none.</summary>
    /// <param name="expected">The manifest's object.</param>
    /// <param name="found">The cluster's object of that kind and name.</param>
    public static IReadOnlyList<FieldDifference> Compare(ClusterObject expected, ClusterObject found)
    {
        var differences = new List<FieldDifference>();
        foreach (var property in expected.Content.EnumerateObject())
        {
            switch (property.Name)
            {
                case "apiVersion" or "kind" or "status":
                    break;
                case "metadata":
                    foreach (var name in s_metadata.Where(name => property.Value.TryGetProperty(name, out _)))
                    {
                        CompareField(property.Value, Property(found.Content, "metadata"), name, ["metadata"], exact: false, differences);
                    }

                    break;
                default:
                    CompareField(expected.Content, found.Content, property.Name, [], s_whole.Contains(expected.Kind), differences);
                    break;
            }
        }

        return differences;
    }

    private static void CompareField(
        JsonElement expected, JsonElement found, string name, IReadOnlyList<string> parent, bool exact, List<FieldDifference> differences)
    {
        IReadOnlyList<string> path = [.. parent, name];
        CompareValue(Property(expected, name), Property(found, name), path, exact, differences);
    }

    private static void CompareValue(
        JsonElement expected, JsonElement found, IReadOnlyList<string> path, bool exact, List<FieldDifference> differences)
    {
        // The API server leaves out what is empty, false or 0, and where a manifest says so it means the same.
        if (IsZero(expected) && IsZero(found))
        {
            return;
        }

        switch (expected.ValueKind, found.ValueKind)
        {
            case (JsonValueKind.Object, JsonValueKind.Object):
                CompareObjects(expected, found, path, exact, differences);
                break;
            case (JsonValueKind.Array, JsonValueKind.Array) when expected.GetArrayLength() == found.GetArrayLength():
                var counterparts = exact || path[^1] == "initContainers" ? [.. found.EnumerateArray()] : Counterparts(expected, found);
                for (var i = 0; i < counterparts.Count; i++)
                {
                    CompareValue(
                        expected[i], counterparts[i], [.. path, i.ToString(System.Globalization.CultureInfo.InvariantCulture)],
                        exact, differences);
                }

                break;
            case (JsonValueKind.String, JsonValueKind.String) when expected.GetString() == found.GetString()
                || Quantity.Same(expected.GetString()!, found.GetString()!):
                break;
            case (JsonValueKind.Number, JsonValueKind.Number) when expected.GetDecimal() == found.GetDecimal():
                break;
            case (JsonValueKind.True, JsonValueKind.True):
                break;
            default:
                differences.Add(new FieldDifference(path, Added: expected.ValueKind == JsonValueKind.Undefined));
                break;
        }
    }

    // An API server before 1.29 puts what an upgrade adds to a list at its end, wherever the manifest has it.
    private static List<JsonElement> Counterparts(JsonElement expected, JsonElement found)
    {
        foreach (var key in s_keys)
        {
            var items = found.EnumerateArray().ToLookup(item => Text(item, key));
            var counterparts = expected.EnumerateArray().Select(item => items[Text(item, key)].ToList()).ToList();
            if (!items.Contains(null) && counterparts.All(same => same.Count == 1))
            {
                return [.. counterparts.Select(same => same[0])];
            }
        }

        return [.. found.EnumerateArray()];
    }

    private static string? Text(JsonElement item, string name) =>
        Property(item, name) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    private static void CompareObjects(
        JsonElement expected, JsonElement found, IReadOnlyList<string> path, bool exact, List<FieldDifference> differences)
    {
        foreach (var property in expected.EnumerateObject())
        {
            CompareField(expected, found, property.Name, path, exact, differences);
        }

        if (exact)
        {
            foreach (var property in found.EnumerateObject().Where(property => !expected.TryGetProperty(property.Name, out _)))
            {
                CompareField(expected, found, property.Name, path, exact, differences);
            }
        }
    }

    private static JsonElement Property(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) ? value : default;

    private static bool IsZero(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Undefined or JsonValueKind.Null or JsonValueKind.False => true,
        JsonValueKind.String => value.GetString()!.Length == 0,
        JsonValueKind.Number => value.GetDecimal() == 0,
        JsonValueKind.Array => value.GetArrayLength() == 0,
        JsonValueKind.Object => !value.EnumerateObject().Any(),
        _ => false,
    };
}
