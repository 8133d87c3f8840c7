using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Functions.IntegrationTests.Chart;

/// <summary>
/// What objects have that others do not, as text for a reviewer, from which <see cref="GoldenPatch"/> makes them again:
/// <code>
/// Deployment/web
///   - spec.template.spec.initContainers                                            removed, with all that it held
///   ! spec.template.spec.containers[web].env[STORE_TLS].value: "" → "true"         changed
///   + spec.template.spec.containers[web].volumeMounts[mountPath=/tmp] at 2:        added, as third of its list; without "at" as last
///     mountPath: "/tmp"
///     name: "tmp"
/// - Job/install                                                                    an object removed
/// + Service/cron                                                                   an object added
///   kind: "Service"
/// </code>
/// </summary>
internal static partial class GoldenDifferences
{
    // What tells the items of Kubernetes' lists apart, the most telling first.
    private static readonly string[] s_keys = ["name", "mountPath", "key", "type"];

    public static string Between(IReadOnlyDictionary<string, JsonNode> before, IReadOnlyDictionary<string, JsonNode> after) =>
        string.Concat(before.Keys.Union(after.Keys).Order(StringComparer.Ordinal)
            .Select(name => Section(name, before.GetValueOrDefault(name), after.GetValueOrDefault(name)).ToList())
            .Where(lines => lines.Count > 0)
            .Select(lines => $"\n{string.Join('\n', lines)}\n"));

    private static IEnumerable<string> Section(string name, JsonNode? before, JsonNode? after)
    {
        if (after is null)
        {
            return [$"- {name}"];
        }

        var (head, body) = before is null ? ($"+ {name}", GoldenYaml.Block(after)) : (name, Changes("", before, after));
        return body.Select(line => $"  {line}").ToList() is { Count: > 0 } lines ? [head, .. lines] : [];
    }

    private static IEnumerable<string> Changes(string path, JsonNode? before, JsonNode? after) => (before, after) switch
    {
        (JsonObject was, JsonObject now) => Members(path, was, now),
        (JsonArray was, JsonArray now) when Key(was, now) is { } key => Keyed(path, key, was, now),
        (JsonArray was, JsonArray now) when was.Count == now.Count || was.Concat(now).All(item => item is JsonObject) =>
            Positions(path, was, now),
        _ when JsonNode.DeepEquals(before, after) => [],
        _ => [$"! {path}: {GoldenYaml.Line(before)} → {GoldenYaml.Line(after)}"],
    };

    private static IEnumerable<string> Members(string path, JsonObject before, JsonObject after) =>
    [
        .. before.SelectMany(was => after.TryGetPropertyValue(was.Key, out var now)
            ? Changes(Member(path, was.Key), was.Value, now)
            : Removed(Member(path, was.Key), was.Value)),
        .. after.Where(now => !before.ContainsKey(now.Key)).SelectMany(now => Added(Member(path, now.Key), now.Value)),
    ];

    private static IEnumerable<string> Keyed(string path, string key, JsonArray before, JsonArray after)
    {
        var rest = after.ToDictionary(item => Name(key, item)!);
        List<string> lines =
        [
            .. before.SelectMany(was => rest.Remove(Name(key, was)!, out var now)
                ? Changes(Item(Name(key, was)!), was, now)
                : Removed(Item(Name(key, was)!), was)),
        ];
        var count = after.Count - rest.Count;
        foreach (var (index, now) in after.Index().Where(item => rest.ContainsKey(Name(key, item.Item)!)))
        {
            lines.AddRange(Added(Item(Name(key, now)!) + (index < count ? $" at {index}" : ""), now));
            count++;
        }

        return lines;

        string Item(string name) => key is "" or "name" ? $"{path}[{name}]" : $"{path}[{key}={name}]";
    }

    private static IEnumerable<string> Positions(string path, JsonArray before, JsonArray after) =>
    [
        .. before.Zip(after).SelectMany((pair, index) => Changes($"{path}[{index}]", pair.First, pair.Second)),
        // The last one first: those before it keep their places.
        .. before.Index().Skip(after.Count).Reverse().SelectMany(was => Removed($"{path}[{was.Index}]", was.Item)),
        .. after.Index().Skip(before.Count).SelectMany(now => Added($"{path}[{now.Index}]", now.Item)),
    ];

    private static IEnumerable<string> Removed(string path, JsonNode? value) =>
        [GoldenYaml.IsBlock(value) ? $"- {path}" : $"- {path}: {GoldenYaml.Line(value)}"];

    private static IEnumerable<string> Added(string path, JsonNode? value) => GoldenYaml.IsBlock(value)
        ? [$"+ {path}:", .. GoldenYaml.Block(value).Select(line => $"  {line}")]
        : [$"+ {path}: {GoldenYaml.Line(value)}"];

    private static string Member(string path, string name) =>
        !Plain().IsMatch(name) ? $"{path}[{name}]" : path.Length == 0 ? name : $"{path}.{name}";

    // Words are told apart by themselves, without a key; as many as there were are best read by their positions.
    private static string? Key(JsonArray before, JsonArray after) =>
        s_keys.FirstOrDefault(key => Tells(key, before, after)) ?? (before.Count != after.Count && Tells("", before, after) ? "" : null);

    // Whether every item has the key, no two of a list the same, and those of both lists are in one order.
    private static bool Tells(string key, JsonArray before, JsonArray after)
    {
        var (was, now) = (before.Select(item => Name(key, item)).ToList(), after.Select(item => Name(key, item)).ToList());
        return was.Concat(now).All(name => name is not null)
            && was.Distinct().Count() == was.Count && now.Distinct().Count() == now.Count
            && was.Intersect(now).SequenceEqual(now.Intersect(was));
    }

    private static string? Name(string key, JsonNode? item)
    {
        var named = key.Length == 0 ? item : (item as JsonObject)?[key];
        var name = named?.GetValueKind() == JsonValueKind.String ? named.GetValue<string>() : "";
        // An argument's name is its option's: --max-connections=24.
        name = key.Length == 0 ? name.Split('=')[0] : name;
        return Telling().IsMatch(name) ? name : null;
    }

    // Not a position, and nothing that ends a path's step.
    [GeneratedRegex(@"^[^\d\[\]=][^\[\]=]*$")]
    private static partial Regex Telling();

    [GeneratedRegex(@"^[\w-]+$")]
    private static partial Regex Plain();
}
