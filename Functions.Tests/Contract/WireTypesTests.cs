using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Functions.Api.Comparisons;
using Functions.Api.Http;
using Functions.Api.Queue;
using Functions.Api.Stores;
using Functions.Api.Sweeps;
using Stores.Lifecycle;
using Stores.Removal;

namespace Functions.Tests.Contract;

/// <summary>The schemas of the contract have the fields of the records that are answered with: every one, and no other.</summary>
public sealed class WireTypesTests
{
    // As ApiResults writes them.
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        TypeInfoResolver = new DefaultJsonTypeInfoResolver(),
    };

    // Records of stores that nobody ever asked for are shown to nobody.
    private static readonly string[] s_unseen = [nameof(StorePhase.Absent)];

    // May be null for the compiler, and is set wherever such a record is made.
    private static readonly string[] s_alwaysSet = ["repair"];

    [Theory]
    [InlineData(typeof(StoreListResponse), "StoreList")]
    [InlineData(typeof(OperationResponse), "Operation")]
    [InlineData(typeof(DeletionReceipt), "Receipt")]
    [InlineData(typeof(StripResult), "StripResult")]
    [InlineData(typeof(QueueResponse), "Queue")]
    [InlineData(typeof(SweepListResponse), "SweepList")]
    [InlineData(typeof(ComparisonResponse), "Comparison")]
    public void A_schema_has_the_fields_of_its_record(Type type, string schema) =>
        Compare(type, ApiContract.Current.Schemas[schema]!, isNullable: false, schema);

    private static void Compare(Type type, JsonNode schema, bool isNullable, string place)
    {
        var (meant, takesNull) = Meaning(schema);
        Assert.True(isNullable == takesNull, $"{place} {(isNullable ? "may" : "cannot")} be null");
        var info = s_json.GetTypeInfo(Nullable.GetUnderlyingType(type) ?? type);
        if (info.Kind == JsonTypeInfoKind.Object)
        {
            CompareFields(info, meant, place);
        }
        else if (info.Kind == JsonTypeInfoKind.Enumerable)
        {
            Compare(info.ElementType!, meant["items"]!, isNullable: false, $"{place}[]");
        }
        else if (info.Type.IsEnum)
        {
            var values = meant["enum"]!.AsArray().Select(name => name!.GetValue<string>());
            Assert.True(
                Enum.GetNames(info.Type).Except(s_unseen).SequenceEqual(values),
                $"{place} is one of {string.Join(", ", values)}, and {info.Type.Name} of {string.Join(", ", Enum.GetNames(info.Type))}");
        }
    }

    private static void CompareFields(JsonTypeInfo info, JsonObject schema, string place)
    {
        var fields = info.Properties.Where(property => property.Get is not null).ToList();
        var properties = schema["properties"]!.AsObject();
        Assert.True(
            fields.Select(field => field.Name).Order().SequenceEqual(properties.Select(property => property.Key).Order()),
            $"{place} has {string.Join(", ", properties.Select(property => property.Key))}, "
            + $"and {info.Type.Name} {string.Join(", ", fields.Select(field => field.Name))}");
        var required = schema["required"]!.AsArray().Select(name => name!.GetValue<string>()).ToHashSet();
        foreach (var field in fields)
        {
            // What is left out in place of null need not be there, and is not null where it is.
            var isOptional = field.ShouldSerialize is not null;
            Assert.True(
                isOptional != required.Contains(field.Name), $"{place}.{field.Name} {(isOptional ? "may be" : "is never")} missing");
            var isNullable = !isOptional && !s_alwaysSet.Contains(field.Name) && (field.PropertyType.IsValueType
                ? Nullable.GetUnderlyingType(field.PropertyType) is not null
                : field.IsGetNullable);
            Compare(field.PropertyType, properties[field.Name]!, isNullable, $"{place}.{field.Name}");
        }
    }

    // What a schema refers to, and whether it takes null besides.
    private static (JsonObject Schema, bool TakesNull) Meaning(JsonNode schema)
    {
        if (schema["oneOf"] is JsonArray choices)
        {
            Assert.Equal("null", choices[1]!["type"]!.GetValue<string>());
            return (Meaning(choices[0]!).Schema, true);
        }

        var meant = ApiContract.Current.Resolve(schema);
        return (meant, meant["type"] is JsonArray types && types.Any(type => type!.GetValue<string>() == "null"));
    }
}
