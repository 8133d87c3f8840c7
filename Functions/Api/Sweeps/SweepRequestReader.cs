using System.Text.Json;
using Functions.Api.Http;

namespace Functions.Api.Sweeps;

/// <summary>Reads what POST /api/sweeps asks for: {"dryRun"?: true|false}, false when left out.</summary>
internal static class SweepRequestReader
{
    private const string DryRun = "dryRun";

    /// <summary>The fields that the body may have.</summary>
    public static IReadOnlyList<string> Fields { get; } = [DryRun];

    /// <summary>Reads whether it is a dry run; null when it breaks a rule, as the fields say afterwards.</summary>
    public static bool? Read(JsonFields fields)
    {
        if (fields.Has(DryRun) && fields.Value(DryRun)?.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
        {
            fields.Refuse(DryRun, "must be true or false");
        }

        return fields.Errors.Count == 0 ? fields.Value(DryRun)?.GetBoolean() ?? false : null;
    }
}
