using System.Text.Json;
using Functions.Stores;

namespace Functions.Api;

/// <summary>Reads the body of POST /api/stores/{name}/pause-repair: {"reason"?, "until"?}, no other fields.</summary>
internal static class RepairPauseReader
{
    private const int LongestReason = 200;

    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);
    private static readonly string[] s_fields = ["reason", "until"];

    /// <summary>Reads a pause that begins now (UTC), or every rule that the body breaks, by field.</summary>
    public static (RepairPause? Pause, IReadOnlyDictionary<string, string[]> Errors) Read(ReadOnlyMemory<byte> json, DateTime now)
    {
        var errors = new Dictionary<string, string[]>(StringComparer.Ordinal);
        try
        {
            using var document = JsonDocument.Parse(json, new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = 8 });
            if (document.RootElement.ValueKind != JsonValueKind.Object)
            {
                errors[StoreSpecReader.Body] = ["must be a JSON object"];
                return (null, errors);
            }

            var fields = document.RootElement.EnumerateObject().ToDictionary(field => field.Name, field => field.Value, StringComparer.Ordinal);
            foreach (var unknown in fields.Keys.Except(s_fields))
            {
                errors[unknown] = [$"is not known; known are {string.Join(", ", s_fields)}"];
            }

            var pause = new RepairPause(Reason(fields, errors), now, Until(fields, now, errors));
            return (errors.Count == 0 ? pause : null, errors);
        }
        catch (JsonException exception)
        {
            errors[StoreSpecReader.Body] = [$"must be JSON: line {exception.LineNumber + 1}, byte {exception.BytePositionInLine}"];
            return (null, errors);
        }
    }

    private static string? Reason(Dictionary<string, JsonElement> fields, Dictionary<string, string[]> errors)
    {
        if (!fields.TryGetValue("reason", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 and <= LongestReason } reason && !reason.Any(char.IsControl))
        {
            return reason;
        }

        errors["reason"] = [$"must be 1 to {LongestReason} characters on one line"];
        return null;
    }

    private static DateTime? Until(Dictionary<string, JsonElement> fields, DateTime now, Dictionary<string, string[]> errors)
    {
        if (!fields.TryGetValue("until", out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var until) && until.UtcDateTime > now && until.UtcDateTime <= now + s_longest)
        {
            return until.UtcDateTime;
        }

        errors["until"] = ["must be a time to come as in 2026-12-31T23:59:59Z, within a year"];
        return null;
    }
}
