using System.Text.Json;
using Functions.Stores;

namespace Functions.Api;

/// <summary>Reads the body of POST /api/stores: {"name", "plan"?: small|medium|large, "engine"?: mariadb|mysql, "owner"?, "onFailure"?: compensate|keep}, no other fields.</summary>
internal static class StoreSpecReader
{
    /// <summary>The field that errors of the body as a whole are listed under.</summary>
    public const string Body = "body";

    private static readonly string[] s_fields = ["name", "plan", "engine", "owner", "onFailure"];

    /// <summary>Reads a spec, or every rule that the body breaks, by field.</summary>
    public static (StoreSpec? Spec, IReadOnlyDictionary<string, string[]> Errors) Read(ReadOnlyMemory<byte> json)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                errors[Body] = ["must be a JSON object"];
                return (null, errors);
            }

            var fields = document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
            foreach (var unknown in fields.Keys.Except(s_fields))
            {
                errors[unknown] = [$"is not known; known are {string.Join(", ", s_fields)}"];
            }

            if (!StoreName.TryParse(Text(fields, "name"), out var name))
            {
                errors["name"] = [StoreName.Rule];
            }

            var plan = Choice(fields, "plan", StorePlan.Small, errors);
            var engine = Choice(fields, "engine", DatabaseEngine.MariaDb, errors);
            var onFailure = Choice(fields, "onFailure", FailurePolicy.Compensate, errors);
            var owner = fields.ContainsKey("owner") ? Text(fields, "owner") : StoreOwner.Default;
            if (!StoreOwner.IsValid(owner))
            {
                errors["owner"] = [StoreOwner.Rule];
            }

            return (errors.Count == 0 ? new StoreSpec(name, plan, engine) { Owner = owner!, OnFailure = onFailure } : null, errors);
        }
        catch (JsonException exception)
        {
            errors[Body] = [$"must be JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}"];
            return (null, errors);
        }
    }

    private static string? Text(Dictionary<string, JsonElement> fields, string field) =>
        fields.TryGetValue(field, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static T Choice<T>(Dictionary<string, JsonElement> fields, string field, T fallback, Dictionary<string, string[]> errors) where T : struct, Enum
    {
        if (!fields.ContainsKey(field))
        {
            return fallback;
        }

        var choices = Enum.GetValues<T>().ToDictionary(value => value.ToString().ToLowerInvariant(), StringComparer.Ordinal);
        if (Text(fields, field) is { } text && choices.TryGetValue(text, out var chosen))
        {
            return chosen;
        }

        errors[field] = [$"must be one of {string.Join(", ", choices.Keys)}"];
        return fallback;
    }
}
