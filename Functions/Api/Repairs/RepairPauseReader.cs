using System.Text.Json;
using Functions.Api.Http;
using Stores.Drift;

namespace Functions.Api.Repairs;

/// <summary>Reads what POST /api/stores/{name}/pause-repair asks for: {"reason"?, "until"?}.</summary>
internal static class RepairPauseReader
{
    private const int LongestReason = 200;

    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);

    /// <summary>The fields that the body may have.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["reason", "until"];

    /// <summary>Reads a pause that begins now (UTC); null when it breaks a rule, as the fields say afterwards.</summary>
    public static RepairPause? Read(JsonFields fields, DateTime now)
    {
        var pause = new RepairPause(Reason(fields), now, Until(fields, now));
        return fields.Errors.Count == 0 ? pause : null;
    }

    private static string? Reason(JsonFields fields)
    {
        var reason = fields.Text("reason");
        if (fields.Value("reason") is not null && (reason is not { Length: > 0 and <= LongestReason } || reason.Any(char.IsControl)))
        {
            fields.Refuse("reason", $"must be 1 to {LongestReason} characters on one line");
        }

        return reason;
    }

    private static DateTime? Until(JsonFields fields, DateTime now)
    {
        if (fields.Value("until") is not { } value)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String && value.TryGetDateTimeOffset(out var until) && until.UtcDateTime > now
            && until.UtcDateTime <= now + s_longest)
        {
            return until.UtcDateTime;
        }

        fields.Refuse("until", "must be a time to come as in 2026-12-31T23:59:59Z, within a year");
        return null;
    }
}
