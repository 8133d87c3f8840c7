using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Functions.IntegrationTests.Chart;

/// <summary>YAML as JSON's nodes, which keep apart what readers of YAML do: "1" and 1, but not how a text is quoted.</summary>
internal static partial class GoldenYaml
{
    private static readonly JsonSerializerOptions s_readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Every document that is not empty.</summary>
    public static IEnumerable<JsonNode> Documents(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return stream.Documents.Select(document => Node(document.RootNode)).OfType<JsonNode>();
    }

    /// <summary>A value on one line; YAML reads it too.</summary>
    public static string Line(JsonNode? node) => node?.ToJsonString(s_readable) ?? "null";

    /// <summary>Whether a value is read more easily as a block of lines.</summary>
    public static bool IsBlock(JsonNode? node) => node is JsonObject { Count: > 0 } or JsonArray { Count: > 0 };

    /// <summary>A value as lines of YAML.</summary>
    public static IEnumerable<string> Block(JsonNode? node) => node switch
    {
        JsonObject { Count: > 0 } members => members.SelectMany(member => Member(member.Key, member.Value)),
        JsonArray { Count: > 0 } items => items.SelectMany(item => Block(item).Select((line, index) => (index == 0 ? "- " : "  ") + line)),
        _ => [Line(node)],
    };

    private static IEnumerable<string> Member(string key, JsonNode? value)
    {
        var name = Word().IsMatch(key) ? key : Line(key);
        return IsBlock(value) ? [$"{name}:", .. Block(value).Select(line => $"  {line}")] : [$"{name}: {Line(value)}"];
    }

    private static JsonNode? Node(YamlNode node) => node switch
    {
        { Tag.IsEmpty: false } => throw new FormatException($"{node.Start}: a chart has no use for tags."),
        YamlMappingNode map => new JsonObject(map.Children.Select(
            child => KeyValuePair.Create(((YamlScalarNode)child.Key).Value!, Node(child.Value)))),
        YamlSequenceNode list => new JsonArray([.. list.Children.Select(Node)]),
        YamlScalarNode { Style: ScalarStyle.Plain } scalar => Plain(scalar.Value ?? "", scalar.Start),
        YamlScalarNode scalar => scalar.Value,
        _ => throw new FormatException($"{node.Start}: a chart has no use for aliases."),
    };

    private static JsonNode? Plain(string text, Mark where) => text switch
    {
        "" or "null" => null,
        "true" => true,
        "false" => false,
        _ when Number().IsMatch(text) => long.Parse(text, CultureInfo.InvariantCulture),
        // Octal to some and decimal to others, true to some and a word to others: a template says what it means.
        _ when Unclear().IsMatch(text) => throw new FormatException($"{where}: {text} is not the same to all who read YAML; quote it."),
        _ => text,
    };

    [GeneratedRegex(@"^(0|-?[1-9][0-9]{0,17})$")]
    private static partial Regex Number();

    [GeneratedRegex(
        @"^([-+]?(?=\.?[0-9])[0-9_]*\.?[0-9_]*(e[-+]?[0-9]+)?|[-+]?0[xob][0-9a-f_]+|[-+]?\.(inf|nan)|~|y|n|yes|no|on|off|true|false|null"
        + @"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*)$",
        RegexOptions.IgnoreCase)]
    private static partial Regex Unclear();

    [GeneratedRegex(@"^[a-zA-Z][\w./-]*$")]
    private static partial Regex Word();
}
