using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Functions.SimulatedCluster.Objects;

/// <summary>Label and field selectors.</summary>
internal sealed partial class Selector
{
    // The fields that a real server can select by, beside name and namespace.
    private static readonly Dictionary<string, string[]> s_fields = new(StringComparer.Ordinal)
    {
        ["Pod"] =
        [
            "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "status.phase", "status.podIP",
            "status.nominatedNodeName",
        ],
        ["Event"] =
        [
            "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid", "involvedObject.apiVersion",
            "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason", "reportingComponent", "source", "type",
        ],
        ["Namespace"] = ["status.phase"],
        ["Secret"] = ["type"],
        ["Node"] = ["spec.unschedulable"],
        ["Job"] = ["status.successful"],
        ["ReplicaSet"] = ["status.replicas"],
        ["Service"] = ["spec.clusterIP", "spec.type"],
    };

    private readonly List<Func<JsonObject, bool>> _requirements = [];

    /// <summary>Whether it leaves nothing out.</summary>
    public bool SelectsAll => _requirements.Count == 0;

    /// <summary>Whether an object is selected.</summary>
    public bool Matches(JsonObject o) => _requirements.TrueForAll(requirement => requirement(o));

    /// <exception cref="ApiException">400: a selector is malformed.</exception>
    public static Selector Parse(Kind kind, string? labels, string? fields)
    {
        var selector = new Selector();
        foreach (var part in Commas().Split(labels ?? "").Where(part => part.Trim().Length > 0))
        {
            selector._requirements.Add(LabelRequirement(part.Trim()));
        }

        foreach (var part in (fields ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries))
        {
            selector._requirements.Add(FieldRequirement(kind, part));
        }

        return selector;
    }

    private static Func<JsonObject, bool> FieldRequirement(Kind kind, string text)
    {
        var match = Equality().Match(text) is { Success: true } found
            ? found
            : throw ApiException.BadRequest($"invalid selector: '{text}'; can't understand '{text}'");
        var (field, value, equal) = (match.Groups["key"].Value, match.Groups["value"].Value, match.Groups["op"].Value != "!=");
        if (field is not ("metadata.name" or "metadata.namespace") && s_fields.GetValueOrDefault(kind.Name)?.Contains(field) != true)
        {
            throw ApiException.BadRequest(s_fields.ContainsKey(kind.Name)
                ? $"field label not supported: {field}"
                : $"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
        }

        var path = field.Split('.');
        return o => ((o.At(path)?.ToString() ?? "") == value) == equal;
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
