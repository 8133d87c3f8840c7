using System.Globalization;
using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects;

/// <summary>
/// JSON patches as the API server reads them: RFC 6902, but more lenient. A member that is not there counts as null, so that it can be
/// tested for null, replaced and copied, and an index may count from the end.
/// </summary>
internal static class JsonPatch
{
    private const int MostOperations = 10_000;

    /// <summary>What a list of operations makes of an object, which it modifies.</summary>
    /// <exception cref="ApiException">400: no list of operations; 413: too many; 422: one does not fit, or a test failed.</exception>
    public static JsonObject Apply(JsonObject target, JsonArray operations)
    {
        if (operations.Count > MostOperations)
        {
            throw new ApiException(
                413, "RequestEntityTooLarge",
                $"Request entity too large: The allowed maximum operations in a JSON patch is {MostOperations}, got {operations.Count}");
        }

        if (operations.FirstOrDefault(operation => operation is not (null or JsonObject)) is { } other)
        {
            throw ApiException.BadRequest($"json: cannot unmarshal {other.GetValueKind()} into Go value of type jsonpatch.Operation");
        }

        JsonNode document = target;
        foreach (var operation in operations)
        {
            document = Apply(document, operation);
        }

        return document as JsonObject ?? throw ApiException.InvalidPatch($"{document.GetValueKind()} is no object");
    }

    private static JsonNode Apply(JsonNode document, JsonNode? operation)
    {
        switch (operation.Text("op"))
        {
            case "add":
                Add(document, Path(operation, "path"), Value(operation));
                break;
            case "remove":
                Remove(document, Path(operation, "path"));
                break;
            case "replace" when Path(operation, "path").Length == 0:
                // Neither an object nor a list: nothing happens.
                return Value(operation) is JsonObject or JsonArray ? Value(operation)! : document;
            case "replace":
                Replace(document, Path(operation, "path"), Value(operation));
                break;
            case "move":
                Add(document, Path(operation, "path"), Remove(document, Path(operation, "from")));
                break;
            case "copy":
                Add(document, Path(operation, "path"), Get(Find(document, Path(operation, "from")))?.DeepClone());
                break;
            case "test":
                var path = Path(operation, "path");
                Require(JsonNode.DeepEquals(path.Length == 0 ? document : Get(Find(document, path)), Value(operation)));
                break;
            default:
                Require(false);
                break;
        }

        return document;
    }

    private static void Add(JsonNode document, string path, JsonNode? value)
    {
        var (container, key) = Find(document, path);
        if (container is JsonArray list)
        {
            list.Insert(key == "-" ? list.Count : Index(key, list.Count + 1), value);
        }
        else
        {
            Set((JsonObject)container, key, value);
        }
    }

    private static void Replace(JsonNode document, string path, JsonNode? value)
    {
        var (container, key) = Find(document, path);
        if (container is JsonArray list)
        {
            list[Index(key, list.Count)] = value;
        }
        else
        {
            Set((JsonObject)container, key, value);
        }
    }

    private static JsonNode? Remove(JsonNode document, string path)
    {
        var (container, key) = Find(document, path);
        var removed = Get((container, key));
        if (container is JsonArray list)
        {
            list.RemoveAt(Index(key, list.Count));
        }
        else
        {
            Require(((JsonObject)container).Remove(key));
        }

        return removed;
    }

    // Null says the same as nothing once the object is read by its kind.
    private static void Set(JsonObject container, string key, JsonNode? value)
    {
        if (value is null)
        {
            container.Remove(key);
        }
        else
        {
            container[key] = value;
        }
    }

    private static JsonNode? Get((JsonNode Container, string Key) place) =>
        place.Container is JsonArray list ? list[Index(place.Key, list.Count)] : place.Container[place.Key];

    private static (JsonNode Container, string Key) Find(JsonNode document, string path)
    {
        // What is before the first slash is not looked at.
        var steps = path.Split('/').Skip(1).Select(Unescape).ToArray();
        Require(steps.Length > 0);
        var container = document;
        foreach (var step in steps[..^1])
        {
            container = Get((container!, step));
            Require(container is JsonObject or JsonArray);
        }

        return (container!, steps[^1]);
    }

    private static int Index(string key, int count)
    {
        Require(int.TryParse(key, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var index));
        index += index < 0 ? count : 0;
        Require(index >= 0 && index < count);
        return index;
    }

    private static string Unescape(string step) =>
        step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private static string Path(JsonNode? operation, string name) => operation.Text(name) ?? throw Refused();

    private static JsonNode? Value(JsonNode? operation) => operation.At("value")?.DeepClone();

    private static void Require(bool fits)
    {
        if (!fits)
        {
            throw Refused();
        }
    }

    // The API server tells nobody which operation it was.
    private static ApiException Refused() => new(422, "Invalid", "the server rejected our request due to an error in our request");
}
