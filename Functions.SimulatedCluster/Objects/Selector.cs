using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Functions.SimulatedCluster.Objects;

/// <summary>Label and field selectors.</summary>
internal sealed partial class Selector
{
    private readonly List<Func<JsonObject, bool>> _requirements = [];

    /// <summary>Whether an object is selected.</summary>
    public bool Matches(JsonObject o) => _requirements.TrueForAll(requirement => requirement(o));

    /// <exception cref="ApiException">400: a selector is malformed.</exception>
    public static Selector Parse(string? labels, string? fields)
    {
        var selector = new Selector();
        foreach (var part in Commas().Split(labels ?? "").Where(part => part.Trim().Length > 0))
        {
            selector._requirements.Add(LabelRequirement(part.Trim()));
        }

        foreach (var part in (fields ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            var match = Equality().Match(part);
            if (!match.Success)
            {
                throw ApiException.BadRequest($"invalid field selector: {part}");
            }

            var path = match.Groups["key"].Value.Split('.');
            var (value, equal) = (match.Groups["value"].Value, match.Groups["op"].Value != "!=");
            selector._requirements.Add(o => ((o.Text(path) ?? "") == value) == equal);
        }

        return selector;
    }

    private static Func<JsonObject, bool> LabelRequirement(string text)
    {
        if (Equality().Match(text) is { Success: true } equality)
        {
            var (key, value, equal) = (equality.Groups["key"].Value, equality.Groups["value"].Value, equality.Groups["op"].Value != "!=");
            return o => (Label(o, key) == value) == equal;
        }

        if (Set().Match(text) is { Success: true } set)
        {
            var (key, member) = (set.Groups["key"].Value, set.Groups["op"].Value == "in");
            var values = set.Groups["values"].Value.Split(',').Select(value => value.Trim()).ToHashSet(StringComparer.Ordinal);
            return o => (Label(o, key) is { } label && values.Contains(label)) == member;
        }

        return Existence().Match(text) is { Success: true } existence
            ? o => Label(o, existence.Groups["key"].Value) is not null == (existence.Groups["not"].Length == 0)
            : throw ApiException.BadRequest($"unable to parse requirement: {text}");
    }

    private static string? Label(JsonObject o, string key) => o.Text("metadata", "labels", key);

    [GeneratedRegex(@",(?![^()]*\))")]
    private static partial Regex Commas();

    [GeneratedRegex(@"\A(?<key>[\w./-]+)\s*(?<op>==|!=|=)\s*(?<value>[\w./-]*)\z")]
    private static partial Regex Equality();

    [GeneratedRegex(@"\A(?<key>[\w./-]+)\s+(?<op>in|notin)\s+\((?<values>[^()]*)\)\z")]
    private static partial Regex Set();

    [GeneratedRegex(@"\A(?<not>!?)\s*(?<key>[\w./-]+)\z")]
    private static partial Regex Existence();
}
