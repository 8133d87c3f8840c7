using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
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
