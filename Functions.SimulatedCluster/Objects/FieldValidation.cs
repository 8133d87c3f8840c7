using System.Text.Json;
using System.Text.Json.Nodes;

namespace Functions.SimulatedCluster.Objects;

/// <summary>Finds fields that a kind does not have, by the model types of KubernetesClient.</summary>
internal static class FieldValidation
{
    /// <exception cref="ApiException">400: a field is unknown, as fieldValidation=Strict asks for.</exception>
    public static void RefuseUnknown(Kind kind, JsonObject body)
    {
        var unknown = Unknown(kind.Model, body, "").ToList();
        if (unknown.Count > 0)
        {
            throw ApiException.BadRequest(
                $"{kind.Name} in version \"{kind.Version}\" cannot be handled as a {kind.Name}: "
                + $"strict decoding error: {string.Join(", ", unknown.Select(field => $"unknown field \"{field}\""))}");
        }
    }

    /// <exception cref="ApiException">400: a value is of another JSON type than its field.</exception>
    public static void RefuseWrongTypes(Kind kind, JsonObject body)
    {
        if (WrongTypes(kind.Model, body, "").FirstOrDefault() is { } wrong)
        {
            throw ApiException.BadRequest(
                $"{kind.Name} in version \"{kind.Version}\" cannot be handled as a {kind.Name}: json: cannot unmarshal {wrong}");
        }
    }

    /// <exception cref="ApiException">422: a patch has made a value of another JSON type than its field.</exception>
    public static void RefuseWrongTypesOfPatch(Kind kind, JsonObject patched)
    {
        if (WrongTypes(kind.Model, patched, "").FirstOrDefault() is { } wrong)
        {
            throw ApiException.InvalidPatch($"json: cannot unmarshal {wrong}");
        }
    }

    private static IEnumerable<string> WrongTypes(Type type, JsonNode? node, string path)
    {
        var model = Nullable.GetUnderlyingType(type) ?? type;
        return (node, ModelFields.ElementOf(model, typeof(IList<>)), ModelFields.ElementOf(model, typeof(IDictionary<,>))) switch
        {
            (null, _, _) => [],
            (JsonArray list, { } element, _) => list.SelectMany((item, index) => WrongTypes(element, item, $"{path}[{index}]")),
            (JsonObject map, _, { } element) => map.SelectMany(entry => WrongTypes(element, entry.Value, $"{path}.{entry.Key}")),
            (_, { }, _) or (_, _, { }) => [Wrong(node, path)],
            (JsonObject o, _, _) when ModelFields.IsModel(model) => o.SelectMany(entry =>
                ModelFields.Of(model).TryGetValue(entry.Key, out var field) ? WrongTypes(field, entry.Value, $"{path}.{entry.Key}") : []),
            _ when ModelFields.IsModel(model) => [Wrong(node, path)],
            _ => Expected(model) is { } expected && !expected.Contains(node.GetValueKind()) ? [Wrong(node, path)] : [],
        };
    }

    private static JsonValueKind[]? Expected(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.String => [JsonValueKind.String],
        TypeCode.Boolean => [JsonValueKind.True, JsonValueKind.False],
        TypeCode.Int32 or TypeCode.Int64 => [JsonValueKind.Number],
        _ => null,
    };

    private static string Wrong(JsonNode node, string path) =>
        $"{node.GetValueKind().ToString().ToLowerInvariant()} into Go struct field {path.TrimStart('.')}";

    private static IEnumerable<string> Unknown(Type model, JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonArray list when ModelFields.ElementOf(model, typeof(IList<>)) is { } element:
                return list.SelectMany((item, index) => Unknown(element, item, $"{path}[{index}]"));
            case JsonObject map when ModelFields.ElementOf(model, typeof(IDictionary<,>)) is { } element:
                return map.SelectMany(entry => Unknown(element, entry.Value, $"{path}.{entry.Key}"));
            case JsonObject o when ModelFields.IsModel(model):
                var fields = ModelFields.Of(model);
                return o.SelectMany(entry => fields.TryGetValue(entry.Key, out var type)
                    ? Unknown(type, entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")
                    : [path.Length == 0 ? entry.Key : $"{path}.{entry.Key}"]);
            default:
                return [];
        }
    }
}
