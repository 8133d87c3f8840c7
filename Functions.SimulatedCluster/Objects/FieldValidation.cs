using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Functions.SimulatedCluster.Objects;

/// <summary>Finds fields that a kind does not have, by the model types of KubernetesClient.</summary>
internal static class FieldValidation
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, Type>> s_fields = new();

    /// <exception cref="ApiException">400: a field is unknown, as fieldValidation=Strict asks for.</exception>
    public static void RefuseUnknown(Kind kind, JsonObject body)
    {
        var unknown = Unknown(kind.Model, body, "").ToList();
        if (unknown.Count > 0)
        {
            throw ApiException.BadRequest(
                $"{kind.Name} in version \"{kind.Version}\" cannot be handled as a {kind.Name}: strict decoding error: {string.Join(", ", unknown.Select(field => $"unknown field \"{field}\""))}");
        }
    }

    /// <exception cref="ApiException">400: a value is of another JSON type than its field.</exception>
    public static void RefuseWrongTypes(Kind kind, JsonObject body)
    {
        if (WrongTypes(kind.Model, body, "").FirstOrDefault() is { } wrong)
        {
            throw ApiException.BadRequest($"{kind.Name} in version \"{kind.Version}\" cannot be handled as a {kind.Name}: json: cannot unmarshal {wrong}");
        }
    }

    private static IEnumerable<string> WrongTypes(Type type, JsonNode? node, string path)
    {
        var model = Nullable.GetUnderlyingType(type) ?? type;
        return (node, ElementOf(model, typeof(IList<>)), ElementOf(model, typeof(IDictionary<,>))) switch
        {
            (null, _, _) => [],
            (JsonArray list, { } element, _) => list.SelectMany((item, index) => WrongTypes(element, item, $"{path}[{index}]")),
            (JsonObject map, _, { } element) => map.SelectMany(entry => WrongTypes(element, entry.Value, $"{path}.{entry.Key}")),
            (_, { }, _) or (_, _, { }) => [Wrong(node, path)],
            (JsonObject o, _, _) when IsModel(model) => o.SelectMany(entry => s_fields.GetOrAdd(model, ReadFields).TryGetValue(entry.Key, out var field) ? WrongTypes(field, entry.Value, $"{path}.{entry.Key}") : []),
            _ when IsModel(model) => [Wrong(node, path)],
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

    private static string Wrong(JsonNode node, string path) => $"{node.GetValueKind().ToString().ToLowerInvariant()} into Go struct field {path.TrimStart('.')}";

    private static IEnumerable<string> Unknown(Type model, JsonNode? node, string path)
    {
        switch (node)
        {
            case JsonArray list when ElementOf(model, typeof(IList<>)) is { } element:
                return list.SelectMany((item, index) => Unknown(element, item, $"{path}[{index}]"));
            case JsonObject map when ElementOf(model, typeof(IDictionary<,>)) is { } element:
                return map.SelectMany(entry => Unknown(element, entry.Value, $"{path}.{entry.Key}"));
            case JsonObject o when IsModel(model):
                var fields = s_fields.GetOrAdd(model, ReadFields);
                return o.SelectMany(entry => fields.TryGetValue(entry.Key, out var type)
                    ? Unknown(type, entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}")
                    : [path.Length == 0 ? entry.Key : $"{path}.{entry.Key}"]);
            default:
                return [];
        }
    }

    // Quantities, IntOrString and raw JSON are models without fields of their own.
    private static bool IsModel(Type type) => type.Namespace == "k8s.Models" && s_fields.GetOrAdd(type, ReadFields).Count > 0 && type.GetCustomAttribute<JsonConverterAttribute>() is null;

    private static Type? ElementOf(Type type, Type generic) => type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type)
        && type.GetGenericTypeDefinition() is var definition && (definition == generic || Array.Exists(definition.GetInterfaces(), candidate => candidate.Name == generic.Name))
        ? type.GetGenericArguments()[^1]
        : null;

    private static IReadOnlyDictionary<string, Type> ReadFields(Type model) => model.GetProperties()
        .Select(property => (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name, property.PropertyType))
        .Where(field => field.Name is not null)
        .ToDictionary(field => field.Name!, field => field.PropertyType, StringComparer.Ordinal);
}
