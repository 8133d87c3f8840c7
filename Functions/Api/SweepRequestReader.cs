using System.Text.Json;

namespace Functions.Api;

/// <summary>Reads the body of POST /api/sweeps: {"dryRun"?: true|false}, false when left out, no other fields.</summary>
internal static class SweepRequestReader
{
    private const string DryRun = "dryRun";

    /// <summary>Reads whether it is a dry run, or every rule that the body breaks, by field.</summary>
    public static (bool DryRun, IReadOnlyDictionary<string, string[]> Errors) Read(ReadOnlyMemory<byte> json)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                errors[StoreSpecReader.Body] = ["must be a JSON object"];
                return (false, errors);
            }

            var dryRun = false;
            foreach (var field in document.RootElement.EnumerateObject())
            {
                if (field.Name != DryRun)
                {
                    errors[field.Name] = [$"is not known; known is {DryRun}"];
                }
                else if (field.Value.ValueKind is JsonValueKind.True or JsonValueKind.False)
                {
                    dryRun = field.Value.GetBoolean();
                }
                else
                {
                    errors[DryRun] = ["must be true or false"];
                }
            }

            return (dryRun, errors);
        }
        catch (JsonException exception)
        {
            errors[StoreSpecReader.Body] = [$"must be JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}"];
            return (false, errors);
        }
    }
}
