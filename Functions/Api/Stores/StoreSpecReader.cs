using Functions.Api.Http;
using Stores.Core;

namespace Functions.Api.Stores;

/// <summary>
/// Reads what POST /api/stores asks for: {"name", "plan"?: small|medium|large, "engine"?: mariadb|mysql, "owner"?,
/// "onFailure"?: compensate|keep}.
/// </summary>
internal static class StoreSpecReader
{
    /// <summary>The fields that the body may have.</summary>
    public static IReadOnlyList<string> Fields { get; } = ["name", "plan", "engine", "owner", "onFailure"];

    /// <summary>Reads a spec; null when it breaks a rule, as the fields say afterwards.</summary>
    public static StoreSpec? Read(JsonFields fields)
    {
        if (!StoreName.TryParse(fields.Text("name"), out var name))
        {
            fields.Refuse("name", StoreName.Rule);
        }

        var plan = Choice(fields, "plan", StorePlan.Small);
        var engine = Choice(fields, "engine", DatabaseEngine.MariaDb);
        var onFailure = Choice(fields, "onFailure", FailurePolicy.Compensate);
        var owner = fields.Has("owner") ? fields.Text("owner") : StoreOwner.Default;
        if (!StoreOwner.IsValid(owner))
        {
            fields.Refuse("owner", StoreOwner.Rule);
        }

        return fields.Errors.Count == 0 ? new StoreSpec(name, plan, engine) { Owner = owner!, OnFailure = onFailure } : null;
    }

    private static T Choice<T>(JsonFields fields, string field, T fallback) where T : struct, Enum
    {
        var choices = Enum.GetValues<T>().ToDictionary(value => value.ToString().ToLowerInvariant(), StringComparer.Ordinal);
        if (fields.Text(field) is { } text && choices.TryGetValue(text, out var chosen))
        {
            return chosen;
        }

        if (fields.Has(field))
        {
            fields.Refuse(field, $"must be one of {string.Join(", ", choices.Keys)}");
        }

        return fallback;
    }
}
