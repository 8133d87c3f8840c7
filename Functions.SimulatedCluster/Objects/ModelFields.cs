using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;
using System.Text.Json.Serialization;

namespace Functions.SimulatedCluster.Objects;

/// <summary>The fields of KubernetesClient's model types, by their names in JSON: the kinds' schema.</summary>
internal static class ModelFields
{
    private static readonly ConcurrentDictionary<Type, IReadOnlyDictionary<string, Type>> s_fields = new();

    public static IReadOnlyDictionary<string, Type> Of(Type model) => s_fields.GetOrAdd(model, Read);

    /// <summary>Whether a type is a model: quantities, IntOrString and raw JSON are models without fields of their own.</summary>
    public static bool IsModel(Type type) =>
        type.Namespace == "k8s.Models" && Of(type).Count > 0 && type.GetCustomAttribute<JsonConverterAttribute>() is null;

    /// <summary>The type of a list's items or a map's values; null when a type is no such collection.</summary>
    public static Type? ElementOf(Type type, Type generic) => type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type)
        && type.GetGenericTypeDefinition() is var definition
        && (definition == generic || Array.Exists(definition.GetInterfaces(), candidate => candidate.Name == generic.Name))
            ? type.GetGenericArguments()[^1]
            : null;

    private static IReadOnlyDictionary<string, Type> Read(Type model) => model.GetProperties()
        .Select(property => (property.GetCustomAttribute<JsonPropertyNameAttribute>()?.Name, property.PropertyType))
        .Where(field => field.Name is not null)
        .ToDictionary(field => field.Name!, field => field.PropertyType, StringComparer.Ordinal);
}
