using System.Text.Json;

namespace Functions.Api.Http;

/// <summary>The fields of a JSON object, and the rules that they break, by field.</summary>
internal sealed class JsonFields
{
    private const int MostDepth = 8;

    private readonly Dictionary<string, JsonElement> _values = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    private JsonFields()
    {
    }

    /// <summary>The fields of no body.</summary>
    public static JsonFields None => new();

    /// <summary>The broken rules: unknown fields, fields that come twice, and what was refused since.</summary>
    public IReadOnlyDictionary<string, string[]> Errors => _errors;

    /// <summary>Reads an object in UTF-8, with or without a byte order mark.</summary>
    /// <returns>The fields, or the rule that the text as a whole breaks.</returns>
    public static (JsonFields? Fields, string? BrokenRule) Parse(ReadOnlyMemory<byte> json, IReadOnlyList<string> known)
    {
        json = json.Span.StartsWith("\uFEFF"u8) ? json["\uFEFF"u8.Length..] : json;
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MostDepth });
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? (Read(document.RootElement.Clone(), known), null)
                : (null, "must be a JSON object");
        }
        catch (JsonException exception)
        {
            return (null, $"must be JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}");
        }
        catch (InvalidOperationException)
        {
            return (null, "must be JSON in UTF-8: a name or a text has bytes or halves of surrogate pairs that are no characters");
        }
    }

    /// <summary>Whether the field is there.</summary>
    public bool Has(string field) => _values.ContainsKey(field);

    /// <summary>The field's value; null where it is missing or null.</summary>
    public JsonElement? Value(string field) =>
        _values.TryGetValue(field, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The field's text; null where it is missing or none.</summary>
    public string? Text(string field) => Value(field) is { ValueKind: JsonValueKind.String } value ? value.GetString() : null;

    /// <summary>Adds a broken rule; of a field's several the first counts.</summary>
    public void Refuse(string field, string rule) => _errors.TryAdd(field, [rule]);

    private static JsonFields Read(JsonElement document, IReadOnlyList<string> known)
    {
        var fields = new JsonFields();
        foreach (var property in document.EnumerateObject())
        {
            // Reads what may not be text, so that nobody has to expect it later.
            _ = property.Value.ValueKind == JsonValueKind.String ? property.Value.GetString() : null;
            if (!known.Contains(property.Name))
            {
                var names = known.Count == 0 ? "no field is" : $"known are {string.Join(", ", known)}";
                fields.Refuse(property.Name, $"is not known; {names}");
            }
            else if (!fields._values.TryAdd(property.Name, property.Value))
            {
                fields.Refuse(property.Name, "must be given once");
            }
        }

        return fields;
    }
}
